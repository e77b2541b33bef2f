/** Laws of the European Union, its members with rules of their own, the EEA and the UK. */
import type { HandMade } from './hand-made.ts'
import { ADS, ART9, type ClockJson, type RuleJson, USES } from './pack-forms.ts'

const EU = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(
  ' ',
)
const EEA = [...EU, 'NO', 'IS', 'LI']
const BRUSSELS = 'Europe/Brussels'

/** Ages of digital consent. */
const AGES = {
  default: 16,
  AT: 14,
  BE: 13,
  BG: 14,
  CY: 14,
  CZ: 15,
  DK: 15,
  EE: 13,
  FI: 13,
  FR: 15,
  GR: 15,
  IT: 14,
  LV: 13,
  LT: 14,
  MT: 13,
  PT: 13,
  SI: 15,
  ES: 14,
  SE: 13,
  NO: 13,
  IS: 13,
}

type Fields = Readonly<Record<string, unknown>>
type Words = readonly [from: string, citation: string, says: string]

/** A rule verified against the law's text, unless it says otherwise. */
export function rule(
  id: string,
  purposes: readonly string[],
  effect: Fields,
  [from, citation, says]: Words,
  more: Fields = {},
): RuleJson {
  const grade = more['grade'] ?? 'statute'
  const unsound = grade === 'unverified' || grade === 'vendor'
  return {
    id,
    purposes,
    ...effect,
    from,
    citation,
    says,
    grade,
    ...(unsound ? { advisory: true } : {}),
    ...more,
  }
}

/** Every right of one law in one time. */
function rights(respond: string, extend: string, words: Words, more: Fields = {}): ClockJson[] {
  const requests = [
    'access',
    'correction',
    'erasure',
    'portability',
    'restriction',
    'objection',
  ] as const
  const [from, citation, says] = words
  return requests.map((request) => ({
    id: request,
    request,
    respond,
    extend,
    from,
    citation,
    says,
    grade: 'statute',
    ...more,
  }))
}

const OBJECTED: Words = [
  '2018-05-25',
  'GDPR Art. 21(5) with Art. 21(2)-(3), 7(3)',
  'You may object by a signal of your browser; a later no counts more than an earlier yes.',
]

export const EUROPE: Readonly<Record<string, HandMade>> = {
  'eu-gdpr': {
    zone: BRUSSELS,
    scope: { regions: EEA, followsEstablishment: true },
    drop: 'all',
    rules: [
      rule(
        'own_site_personalization',
        ['site_personalization'],
        { model: 'legitimate_interest_with_objection' },
        [
          '2018-05-25',
          'GDPR Art. 6(1)(f), Recital 47; objection: Art. 21(1)-(3)',
          'A site may choose what you see from what you did on it as its legitimate interest, until you object.',
        ],
      ),
      rule(
        'shared_model',
        ['model_training'],
        { model: 'opt_in' },
        [
          '2018-05-25',
          'GDPR Art. 6(1)(a), Art. 5(1)(b)',
          'Using what you did to suggest things to others is a purpose of its own and needs your consent.',
        ],
        { grade: 'unverified' },
      ),
      rule(
        'advertising_from_profiles',
        ADS,
        { model: 'opt_in' },
        [
          '2018-05-25',
          'GDPR Art. 6(1)(a); CJEU C-252/21 Meta Platforms v Bundeskartellamt (4 July 2023)',
          'Ads chosen from a profile of you need your consent.',
        ],
        { grade: 'secondary' },
      ),
      rule(
        'passing_on',
        ['sale_or_sharing'],
        { model: 'opt_in' },
        [
          '2018-05-25',
          'GDPR Art. 6(1)(a), Art. 13(1)(e), Art. 14',
          'Passing your data to other companies for their marketing needs your consent.',
        ],
        { grade: 'unverified' },
      ),
      rule(
        'measurement',
        ['measurement', 'email_tracking'],
        { model: 'opt_in' },
        [
          '2018-05-25',
          'GDPR Art. 6(1)(a)',
          'Counting what you saw and opened, person by person, needs your consent.',
        ],
        { grade: 'unverified' },
      ),
      rule('special_categories', ['sensitive_profiling'], { model: 'explicit_opt_in' }, [
        '2018-05-25',
        'GDPR Art. 9(2)(a)',
        'Using things such as health, religion or politics needs your explicit consent.',
      ]),
      rule(
        'special_category_data',
        USES,
        { model: 'explicit_opt_in' },
        [
          '2018-05-25',
          'GDPR Art. 9(1), 9(2)(a)',
          'Where such data is used, told or concluded, it needs your explicit consent.',
        ],
        { when: { data: ART9 } },
      ),
      rule(
        'child_needs_guardian',
        USES,
        { guardian: true },
        [
          '2018-05-25',
          'GDPR Art. 8(1)-(2) with the member states’ ages',
          'Below the age of digital consent, only a parent or guardian can consent.',
        ],
        { when: { ageBelow: AGES } },
      ),
      rule('automated_objection', [...ADS, 'sale_or_sharing'], { refuse: true }, OBJECTED, {
        when: { signal: 'gpc' },
        grade: 'reviewed',
        advisory: true,
      }),
      rule(
        'privacy_notice',
        [...USES, 'sensitive_profiling'],
        { duty: 'privacy_notice', condition: true },
        [
          '2018-05-25',
          'GDPR Art. 13, 14, 21(4)',
          'Say who uses which data for what, for how long and on what ground, and that one may object.',
        ],
      ),
      rule('proof_of_consent', [...USES, 'sensitive_profiling'], { duty: 'consent_record' }, [
        '2018-05-25',
        'GDPR Art. 7(1), 7(3)',
        'Be able to show each consent, and let it be taken back as easily as it was given.',
      ]),
      rule(
        'transfer',
        [...USES, 'sensitive_profiling'],
        { duty: 'transfer_mechanism', condition: true },
        [
          '2018-05-25',
          'GDPR Art. 44-46, 49',
          'Data leaves for such a country only under adequacy or safeguards; consent is no routine way.',
        ],
        { when: { recipientOutside: EEA } },
      ),
      rule('assessment', [...ADS, 'sensitive_profiling'], { duty: 'impact_assessment' }, [
        '2018-05-25',
        'GDPR Art. 35(3)',
        'Assess the risks first where people are profiled widely or sensitive data is used.',
      ]),
    ],
    clocks: [
      ...rights('P1M', 'P2M', [
        '2018-05-25',
        'GDPR Art. 12(3), Art. 15-21',
        'A request is answered within a month, which two more may follow if told with reasons.',
      ]),
      {
        id: 'breach_authority',
        request: 'breach_authority',
        respond: { hours: 72 },
        from: '2018-05-25',
        citation: 'GDPR Art. 33(1)',
        says: 'A breach is reported to the authority within this time.',
        grade: 'statute',
      },
    ],
  },
  'eu-eprivacy': {
    zone: BRUSSELS,
    scope: EEA,
    drop: 'all',
    rules: [
      rule(
        'device_storage',
        ['device_storage'],
        { model: 'opt_in' },
        [
          '2009-12-19',
          'ePrivacy Directive Art. 5(3)',
          'Keeping or reading information on your device needs your consent unless the service that you asked for cannot do without it.',
        ],
        { unless: { storage: ['essential'] } },
      ),
      rule(
        'essential_storage',
        ['device_storage'],
        { model: 'notice' },
        [
          '2009-12-19',
          'ePrivacy Directive Art. 5(3), second sentence',
          'What a service that you asked for cannot do without may be kept on your device.',
        ],
        { when: { storage: ['essential'] } },
      ),
      rule(
        'electronic_mail',
        ['email_marketing', 'sms_marketing'],
        { model: 'soft_opt_in', soft: { freeAccount: true, ownSimilarProducts: true } },
        [
          '2002-07-31',
          'ePrivacy Directive Art. 13(1)-(2); CJEU C-654/23 Inteligo (13 November 2025)',
          'Marketing by email or text needs your consent; a shop may write about its own similar goods to its customers until they object.',
        ],
      ),
      rule(
        'opt_out_in_each_message',
        ['email_marketing', 'sms_marketing'],
        { duty: 'unsubscribe_works', condition: true },
        [
          '2002-07-31',
          'ePrivacy Directive Art. 13(2),(4)',
          'Each message says who sends it and how to stop it, free of charge.',
        ],
      ),
      rule(
        'email_tracking',
        ['email_tracking'],
        { model: 'opt_in' },
        [
          '2009-12-19',
          'ePrivacy Directive Art. 5(3)',
          'Seeing whether you opened an email reads your device and needs your consent.',
        ],
        { grade: 'reviewed' },
      ),
      rule(
        'notifications',
        ['push_marketing'],
        { model: 'opt_in' },
        [
          '2009-12-19',
          'ePrivacy Directive Art. 5(3), Art. 13(1)',
          'Marketing notifications need your consent.',
        ],
        { grade: 'unverified' },
      ),
    ],
  },
  'eu-dsa': {
    zone: BRUSSELS,
    scope: EU,
    drop: 'all',
    rules: [
      rule(
        'no_profiled_ads_to_minors',
        ADS,
        { model: 'prohibited' },
        [
          '2024-02-17',
          'DSA Art. 28(2)',
          'An online platform shows minors no ads that are based on a profile of them. Consent does not change that.',
        ],
        {
          when: { ageBelow: 18, platform: true, knowledge: 'wilful_disregard' },
          unless: { sizes: ['micro', 'small'] },
        },
      ),
      rule(
        'no_profiled_ads_on_special_categories',
        ['sensitive_profiling'],
        { model: 'prohibited' },
        [
          '2024-02-17',
          'DSA Art. 26(3)',
          'An online platform shows no ads based on profiling with special categories of data.',
        ],
        {
          when: { platform: true, channels: ['ad'] },
          unless: { sizes: ['micro', 'small'] },
        },
      ),
      rule(
        'no_ads_from_special_categories',
        ADS,
        { model: 'prohibited' },
        [
          '2024-02-17',
          'DSA Art. 26(3)',
          'An online platform shows no ads based on profiling with special categories of data. Consent does not change that.',
        ],
        { when: { platform: true, data: ART9 }, unless: { sizes: ['micro', 'small'] } },
      ),
      rule(
        'ad_label',
        ADS,
        { duty: 'ad_label', condition: true },
        [
          '2024-02-17',
          'DSA Art. 26(1)(a)-(c)',
          'Each ad says that it is one, for whom it is shown and who paid.',
        ],
        { when: { platform: true } },
      ),
      rule(
        'ad_parameters',
        ADS,
        { duty: 'ad_parameters', condition: true },
        ['2024-02-17', 'DSA Art. 26(1)(d)', 'Each ad says why you see it and how to change that.'],
        { when: { platform: true } },
      ),
      rule(
        'recommender_parameters',
        ['site_personalization'],
        { duty: 'recommender_parameters', condition: true },
        [
          '2024-02-17',
          'DSA Art. 27(1)-(3)',
          'The terms say what a recommender weighs most, why, and how to change it; the switch is where the list is.',
        ],
        { when: { platform: true }, unless: { sizes: ['micro', 'small'] } },
      ),
      rule(
        'option_without_profiling',
        ['site_personalization'],
        { control: ['non_personal_option'] },
        [
          '2024-02-17',
          'DSA Art. 38',
          'A very large platform offers each recommender with at least one option that does not profile.',
        ],
        { when: { platform: true, sizes: ['vlop'] } },
      ),
    ],
  },
  'eu-dma': {
    zone: BRUSSELS,
    scope: EU,
    drop: 'all',
    rules: [
      rule(
        'gatekeeper_consent',
        [...ADS, 'sale_or_sharing'],
        { model: 'opt_in' },
        [
          '2023-05-02',
          'DMA Art. 5(2)(a)-(d)',
          'A gatekeeper combines or cross-uses your data, for ads too, only with your consent to that.',
        ],
        { when: { gatekeeper: true } },
      ),
      rule(
        'one_question_a_year',
        [...ADS, 'sale_or_sharing'],
        { askAfter: 'P12M' },
        [
          '2023-05-02',
          'DMA Art. 5(2) second subparagraph',
          'After a no, a gatekeeper does not ask again for a year.',
        ],
        { when: { gatekeeper: true } },
      ),
    ],
  },
  'eu-ttpa': {
    zone: BRUSSELS,
    scope: EU,
    drop: 'all',
    rules: [
      rule(
        'separate_explicit_consent',
        ['political_advertising'],
        { model: 'explicit_separate_opt_in' },
        [
          '2025-10-10',
          'Regulation (EU) 2024/900 Art. 18(1)',
          'Political ads may be aimed at you only with data you gave for it yourself, and with your express, separate consent.',
        ],
        { grade: 'secondary' },
      ),
      rule(
        'political_campaigns',
        USES.filter((purpose) => !['political_advertising', 'sale_or_sharing'].includes(purpose)),
        { model: 'explicit_separate_opt_in' },
        [
          '2025-10-10',
          'Regulation (EU) 2024/900 Art. 18(1)',
          'A political message aimed with your data needs your express yes to political ads alone.',
        ],
        { when: { campaign: ['political'] }, grade: 'secondary' },
      ),
      rule(
        'no_data_of_others',
        ['sale_or_sharing'],
        { model: 'prohibited' },
        [
          '2025-10-10',
          'Regulation (EU) 2024/900 Art. 18(1)(a)',
          'Political ads are not aimed with data that others collected.',
        ],
        { when: { campaign: ['political'] }, grade: 'secondary' },
      ),
      rule(
        'no_special_categories',
        ['political_advertising'],
        { model: 'prohibited' },
        [
          '2025-10-10',
          'Regulation (EU) 2024/900 Art. 18(1)(c)',
          'Political ads are not aimed with profiling by special categories of data.',
        ],
        { when: { data: ART9 }, grade: 'secondary' },
      ),
      rule(
        'no_special_categories_in_campaigns',
        ADS,
        { model: 'prohibited' },
        [
          '2025-10-10',
          'Regulation (EU) 2024/900 Art. 18(1)(c)',
          'Political ads are not aimed with profiling by special categories of data.',
        ],
        { when: { data: ART9, campaign: ['political'] }, grade: 'secondary' },
      ),
      rule(
        'not_to_the_young',
        ['political_advertising'],
        { model: 'prohibited' },
        [
          '2025-10-10',
          'Regulation (EU) 2024/900 Art. 18(2)',
          'Political ads are not aimed at people more than a year below the voting age.',
        ],
        {
          when: { ageBelow: { default: 17, AT: 15, BE: 15, DE: 15, MT: 15, GR: 16 } },
          grade: 'unverified',
        },
      ),
      rule('label', ['political_advertising'], { duty: 'political_ad_label', condition: true }, [
        '2025-10-10',
        'Regulation (EU) 2024/900 Art. 11-12, 19',
        'Each political ad says so, with its sponsor, its cost, the election and how it was aimed.',
      ]),
    ],
  },
  'eu-aiact': {
    zone: BRUSSELS,
    scope: EU,
    drop: 'all',
    rules: [
      rule(
        'synthetic_marked',
        ADS,
        { duty: 'synthetic_content_marked' },
        [
          '2026-08-02',
          'AI Act Art. 50(2)',
          'What a machine made or changed is marked so that machines can tell.',
        ],
        { grade: 'unverified' },
      ),
      rule('no_manipulation', USES, { duty: 'no_dark_patterns' }, [
        '2025-02-02',
        'AI Act Art. 5(1)(a)-(b)',
        'No techniques that deceive people or use a weakness of theirs.',
      ]),
    ],
  },
  'gb-ukgdpr': {
    id: 'uk-gdpr',
    scope: { regions: ['GB'], followsEstablishment: true },
    drop: 'all',
    rules: [
      rule(
        'own_site_personalization',
        ['site_personalization'],
        { model: 'legitimate_interest_with_objection' },
        [
          '2018-05-25',
          'UK GDPR Art. 6(1)(f), Art. 21',
          'A site may choose what you see from what you did on it as its legitimate interest, until you object.',
        ],
        { grade: 'unverified' },
      ),
      rule(
        'shared_model',
        ['model_training', 'measurement', 'email_tracking'],
        { model: 'opt_in' },
        [
          '2018-05-25',
          'UK GDPR Art. 6(1)(a)',
          'Using what you did to suggest things to others, or to count what you opened, needs your consent.',
        ],
        { grade: 'unverified' },
      ),
      rule('advertising_from_profiles', ADS, { model: 'opt_in' }, [
        '2018-05-25',
        'PECR reg. 6; ICO guidance on storage and access technologies',
        'Ads chosen from a profile of you need your consent.',
      ]),
      rule(
        'passing_on',
        ['sale_or_sharing'],
        { model: 'opt_in' },
        [
          '2018-05-25',
          'UK GDPR Art. 6(1)(a)',
          'Passing your data to other companies for their marketing needs your consent.',
        ],
        { grade: 'unverified' },
      ),
      rule(
        'special_categories',
        ['sensitive_profiling', 'political_advertising'],
        { model: 'explicit_opt_in' },
        [
          '2018-05-25',
          'UK GDPR Art. 9(2)(a)',
          'Using things such as health, religion or politics needs your explicit consent.',
        ],
        { grade: 'unverified' },
      ),
      rule(
        'special_category_data',
        USES,
        { model: 'explicit_opt_in' },
        [
          '2018-05-25',
          'UK GDPR Art. 9(1), 9(2)(a)',
          'Where such data is used, told or concluded, it needs your explicit consent.',
        ],
        { when: { data: ART9 }, grade: 'unverified' },
      ),
      rule(
        'child_needs_guardian',
        USES,
        { guardian: true },
        [
          '2018-05-25',
          'UK GDPR Art. 8; Data Protection Act 2018 s. 9',
          'Below 13, only a parent or guardian can consent.',
        ],
        { when: { ageBelow: 13 }, grade: 'reviewed' },
      ),
      rule(
        'children_code',
        ['site_personalization', 'first_party_advertising'],
        { model: 'opt_in' },
        [
          '2021-09-02',
          'Children’s Code (DPA 2018 s. 123), standard 12',
          'For people under 18, profiling is off until they turn it on.',
        ],
        { when: { ageBelow: 18 }, grade: 'unverified' },
      ),
    ],
    clocks: [
      ...rights(
        'P1M',
        'P2M',
        [
          '2018-05-25',
          'UK GDPR Art. 12A, Art. 15-21',
          'A request is answered within a month, which two more may follow.',
        ],
        { grade: 'unverified', advisory: true },
      ),
      {
        id: 'breach_authority',
        request: 'breach_authority',
        respond: { hours: 72 },
        from: '2018-05-25',
        citation: 'UK GDPR Art. 33',
        says: 'A breach is reported to the authority within this time.',
        grade: 'unverified',
        advisory: true,
      },
    ],
  },
  'eu-ms-ie-s30': {
    zone: 'Europe/Dublin',
    status: 'Whether section 30 has commenced is not established: enforced as if it had.',
    drop: 'all',
    rules: [
      rule(
        'no_profiling_of_children',
        [...ADS, 'site_personalization', 'email_marketing', 'sms_marketing'],
        { model: 'prohibited' },
        [
          '2018-05-25',
          'Data Protection Act 2018 (Ireland) s.29-30',
          'Profiling or marketing to somebody under 18 would be an offence.',
        ],
        { when: { ageBelow: 18 }, grade: 'unverified' },
      ),
    ],
  },
  'eea-no': {
    rules: [
      rule(
        'device_storage_before_2025',
        ['device_storage'],
        { model: 'notice' },
        [
          '2013-07-01',
          'ekomloven (2003) § 2-7 b',
          'Before 2025, browser settings could count as a yes.',
        ],
        { until: '2025-01-01', grade: 'unverified' },
      ),
    ],
  },
  'eea-li': {
    drop: 'all',
    rules: [
      rule(
        'child_needs_guardian',
        USES,
        { guardian: true },
        [
          '2019-01-01',
          'GDPR Art. 8(1) (no other age set)',
          'Below 16, only a parent or guardian can consent.',
        ],
        { when: { ageBelow: 16 }, grade: 'unverified' },
      ),
    ],
  },
}

/** Members of the Union whose own rules go further, each a pack of its own. */
export const MEMBERS: readonly (HandMade & { readonly id: string; readonly title: string })[] = [
  {
    id: 'eu-de',
    title: 'Germany: TDDDG and UWG',
    zone: 'Europe/Berlin',
    scope: ['DE'],
    rules: [
      rule(
        'device_storage',
        ['device_storage', 'email_tracking'],
        { model: 'opt_in' },
        [
          '2021-12-01',
          'TDDDG § 25(1)-(2)',
          'Keeping or reading information on your device needs your consent unless a service you asked for cannot do without it.',
        ],
        { unless: { storage: ['essential'] } },
      ),
      rule(
        'electronic_mail',
        ['email_marketing', 'sms_marketing'],
        { model: 'soft_opt_in', soft: { ownSimilarProducts: true } },
        [
          '2004-07-08',
          'UWG § 7(2) Nr. 2-3, § 7(3)',
          'Marketing by email needs your express consent, unless you bought something similar there and were told how to object.',
        ],
      ),
    ],
  },
  {
    id: 'eu-fr',
    title: 'France: CPCE and CNIL recommendations',
    zone: 'Europe/Paris',
    scope: ['FR'],
    rules: [
      rule(
        'electronic_mail',
        ['email_marketing', 'sms_marketing'],
        { model: 'soft_opt_in', soft: { ownSimilarProducts: true, freeAccount: true } },
        [
          '2004-06-22',
          'CPCE art. L34-5',
          'Marketing by email needs your consent, unless it is for similar things of a shop whose customer you are.',
        ],
      ),
      rule(
        'choice_renewed',
        ['device_storage', ...ADS],
        { validity: 'P6M' },
        [
          '2020-10-01',
          'CNIL recommendation 2020-092',
          'A choice about trackers is kept for six months.',
        ],
        { grade: 'vendor' },
      ),
      rule(
        'wait_before_asking',
        ['device_storage', ...ADS],
        { askAfter: 'P6M' },
        [
          '2020-10-01',
          'CNIL recommendation 2020-092',
          'After a no, the question does not come back for six months.',
        ],
        { grade: 'vendor' },
      ),
    ],
  },
  {
    id: 'eu-ie',
    title: 'Ireland: S.I. 336/2011 and DPC guidance',
    zone: 'Europe/Dublin',
    scope: ['IE'],
    rules: [
      rule(
        'choice_renewed',
        ['device_storage', ...ADS],
        { validity: 'P6M' },
        [
          '2020-04-06',
          'DPC guidance note on cookies (2020)',
          'A choice about cookies is renewed after six months.',
        ],
        { grade: 'vendor' },
      ),
      rule(
        'sale_within_a_year',
        ['email_marketing', 'sms_marketing'],
        { model: 'soft_opt_in', soft: { purchaseWithin: 'P12M', ownSimilarProducts: true } },
        [
          '2011-07-01',
          'S.I. 336/2011 reg. 13(11)',
          'A shop may write to you without a yes for a year after your last purchase there.',
        ],
        { grade: 'unverified' },
      ),
    ],
  },
  {
    id: 'eu-es',
    title: 'Spain: AEPD guide on cookies',
    zone: 'Europe/Madrid',
    scope: ['ES'],
    rules: [
      rule(
        'choice_renewed',
        ['device_storage', ...ADS],
        { validity: 'P24M' },
        [
          '2020-10-31',
          'AEPD Guía sobre el uso de las cookies § 3.2.8',
          'A choice about cookies is kept for two years at most.',
        ],
        { grade: 'vendor' },
      ),
    ],
  },
  {
    id: 'eu-it',
    title: 'Italy: Codice Privacy and Garante guidelines',
    zone: 'Europe/Rome',
    scope: ['IT'],
    rules: [
      rule(
        'wait_before_asking',
        ['device_storage', ...ADS],
        { askAfter: 'P6M' },
        [
          '2022-01-09',
          'Garante, linee guida 10 June 2021',
          'After a choice the banner stays away for six months. This is no end of a yes.',
        ],
        { grade: 'unverified' },
      ),
      rule(
        'texts_need_a_yes',
        ['sms_marketing'],
        { model: 'opt_in' },
        ['2003-07-29', 'Codice Privacy art. 130(4)', 'Being a customer allows email, never texts.'],
        { grade: 'unverified' },
      ),
    ],
  },
  {
    id: 'uk-pecr',
    title: 'Privacy and Electronic Communications Regulations 2003',
    zone: 'Europe/London',
    scope: ['GB'],
    rules: [
      rule(
        'device_storage',
        ['device_storage'],
        { model: 'opt_in' },
        [
          '2026-02-05',
          'PECR reg. 6 and Schedule A1',
          'Keeping or reading information on your device needs your consent unless one of five narrow exceptions is its only purpose.',
        ],
        { unless: [{ storage: ['essential'] }, { storage: ['analytics'], solePurpose: true }] },
      ),
      rule(
        'statistics_alone',
        ['device_storage'],
        { model: 'opt_out' },
        [
          '2026-02-05',
          'PECR Schedule A1 (statistical purposes)',
          'Counting visits to improve the service, and nothing else, is allowed until you object.',
        ],
        { when: { storage: ['analytics'], solePurpose: true } },
      ),
      rule(
        'essential_storage',
        ['device_storage'],
        { model: 'notice' },
        [
          '2011-05-26',
          'PECR reg. 6(4) and Schedule A1',
          'What a service that you asked for cannot do without may be kept on your device.',
        ],
        { when: { storage: ['essential'] } },
      ),
      rule(
        'device_storage_before_2026',
        ['device_storage'],
        { model: 'opt_in' },
        [
          '2011-05-26',
          'PECR reg. 6',
          'Keeping or reading information on your device needs your consent unless it is strictly necessary.',
        ],
        { until: '2026-02-05', grade: 'unverified', unless: { storage: ['essential'] } },
      ),
      rule(
        'electronic_mail',
        ['email_marketing', 'sms_marketing', 'push_marketing'],
        { model: 'soft_opt_in', soft: { ownSimilarProducts: true } },
        [
          '2003-12-11',
          'PECR reg. 22',
          'Marketing by email or text needs your consent; a shop may write about its own similar goods to its customers until they object.',
        ],
        { grade: 'secondary' },
      ),
    ],
  },
]
