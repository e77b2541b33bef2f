/** Moments, controls, recipients and dates of laws outside Europe and the United States. */
import type { HandMade } from './hand-made.ts'
import { rule } from './hand-made-europe.ts'
import { ADS, type RuleJson, USES } from './pack-forms.ts'

const MESSAGES = ['email_marketing', 'sms_marketing']
const OWN_SITE = ['site_personalization', 'model_training', 'measurement']

function label(
  code: string,
  purposes: readonly string[],
  from: string,
  citation: string,
  says: string,
  grade = 'statute',
): RuleJson {
  return rule(code, purposes, { duty: code, condition: true }, [from, citation, says], { grade })
}

export const ELSEWHERE: Readonly<Record<string, HandMade>> = {
  'ca-pipeda': {
    rules: [
      rule(
        'province_of_its_own',
        [...USES, 'sensitive_profiling', 'device_storage'],
        { model: 'opt_in' },
        [
          '2004-01-01',
          'PIPEDA s.26(2)',
          'A law of the province takes this one’s place, and we hold no verified one: your yes first.',
        ],
        { when: { places: ['CA-BC', 'CA-AB'] }, grade: 'reviewed', advisory: true },
      ),
      rule(
        'province_unknown',
        [...USES, 'sensitive_profiling', 'device_storage'],
        { model: 'opt_in' },
        [
          '2001-01-01',
          'Equipoise: of laws that differ by province the strictest counts where it is unknown',
          'We do not know your province, so the strictest that may apply counts: your yes first.',
        ],
        { when: { partUnknown: true }, grade: 'reviewed', advisory: true },
      ),
    ],
  },
  'ca-casl': {
    drop: 'all',
    rules: [
      rule(
        'commercial_messages',
        MESSAGES,
        {
          model: 'soft_opt_in',
          graceBusinessDays: 10,
          soft: { purchaseWithin: 'P24M', inquiryWithin: 'P6M' },
        },
        [
          '2014-07-01',
          'CASL s.6(1)(a), 10(1), 10(9)-(10)',
          'A message to sell you something needs your express consent, or a purchase within two years or an inquiry within six months before it.',
        ],
      ),
      label(
        'sender_identified',
        MESSAGES,
        '2014-07-01',
        'CASL s.6(2)-(3)',
        'Each message names its sender and an address that works for 60 days.',
      ),
      label(
        'unsubscribe_works',
        MESSAGES,
        '2014-07-01',
        'CASL s.11(1)-(3)',
        'Each message has a free way to stop that works for 60 days and acts within ten working days.',
      ),
    ],
    clocks: [
      {
        id: 'unsubscribe',
        request: 'unsubscribe',
        respond: { businessDays: 10 },
        from: '2014-07-01',
        citation: 'CASL s.11(3)',
        says: 'A request to stop is heeded within ten working days.',
        grade: 'statute',
      },
    ],
  },
  'br-lgpd': {
    drop: ['minors_18_1_ads'],
    rules: [
      rule(
        'no_profiled_ads_to_minors',
        ADS,
        { model: 'prohibited' },
        [
          '2026-03-17',
          'Lei 15.211/2025 (ECA Digital) arts. 22, 26',
          'Ads are not aimed at people under 18 by profiling. Consent does not change that.',
        ],
        { when: { ageBelow: 18 }, grade: 'secondary' },
      ),
      rule(
        'protective_default',
        ['site_personalization'],
        { model: 'opt_in' },
        [
          '2026-03-17',
          'Lei 15.211/2025 (ECA Digital) art. 7',
          'For people under 18 the most protective setting is the default.',
        ],
        { when: { ageBelow: 18 }, grade: 'secondary' },
      ),
    ],
  },
  'cn-pipl': {
    rules: [
      rule(
        'consent_to_collect',
        [...OWN_SITE, ...ADS],
        { model: 'opt_in' },
        [
          '2021-11-01',
          'PIPL Art. 13-14',
          'Collecting information about you needs your consent or a contract; a mere interest does not do.',
        ],
        { grade: 'secondary' },
      ),
      rule(
        'option_without_profiling',
        ['site_personalization', ...ADS, 'push_marketing'],
        { control: ['non_personal_option', 'opt_out_link'] },
        [
          '2021-11-01',
          'PIPL Art. 24(2)',
          'Whoever chooses by profile also offers an option that does not, or an easy way to refuse.',
        ],
        { grade: 'reviewed' },
      ),
      rule(
        'passing_on_separately',
        ['sale_or_sharing'],
        { model: 'explicit_separate_opt_in' },
        [
          '2021-11-01',
          'PIPL Art. 23',
          'Passing information on needs a separate consent that names the receiver.',
        ],
        { grade: 'vendor' },
      ),
      rule(
        'leaving_the_country',
        [...USES, 'sensitive_profiling'],
        { model: 'explicit_separate_opt_in' },
        [
          '2021-11-01',
          'PIPL Art. 38-39',
          'Information leaves the country with a separate consent and a mechanism of the law.',
        ],
        { when: { recipientOutside: ['CN'] }, grade: 'vendor' },
      ),
      label(
        'ad_label',
        MESSAGES,
        '2021-11-01',
        'Advertising Law Art. 43; Internet E-mail Service Measures',
        'A marketing message is marked as an advertisement.',
        'secondary',
      ),
    ],
  },
  'kr-pipa': {
    drop: ['email', 'text_messages'],
    rules: [
      rule(
        'advertising_messages',
        MESSAGES,
        { model: 'soft_opt_in', soft: { purchaseWithin: 'P6M', ownSimilarProducts: true } },
        [
          '2014-11-29',
          'Network Act Art. 50(1)',
          'Advertising needs your express consent, unless you bought the same kind of goods within six months.',
        ],
        { grade: 'reviewed' },
      ),
      rule(
        'night',
        ['sms_marketing', 'push_marketing'],
        { quiet: { from: '21:00', to: '08:00', unlessContext: 'night' } },
        [
          '2014-11-29',
          'Network Act Art. 50(3)',
          'Between 9 in the evening and 8 in the morning, advertising needs a separate consent to the night.',
        ],
        { grade: 'reviewed' },
      ),
      label(
        'ad_label',
        [...MESSAGES, 'push_marketing'],
        '2014-11-29',
        'Network Act Art. 50(4)',
        'The title begins with the mark of an advertisement, and the message says who sends it and how to refuse.',
        'reviewed',
      ),
    ],
  },
  'sg-pdpa': {
    rules: [
      label(
        'do_not_call_checked',
        ['sms_marketing'],
        '2014-07-02',
        'PDPA 2012 (Singapore) s.43-47',
        'The register of numbers that want no marketing is checked first.',
      ),
      label(
        'adv_label',
        ['email_marketing'],
        '2014-07-02',
        'Spam Control Act 2007 s.11, Sch. 2',
        'Bulk mail carries its mark in the subject, a sender and a way to stop.',
      ),
    ],
  },
  'au-privacy': {
    drop: ['email', 'text_messages'],
    rules: [
      rule(
        'commercial_messages',
        MESSAGES,
        { model: 'opt_in', graceBusinessDays: 5 },
        [
          '2004-04-11',
          'Spam Act 2003 s.16, 18, Sch. 2',
          'A commercial message needs your consent, and a no counts within five working days.',
        ],
        { grade: 'secondary' },
      ),
      label(
        'unsubscribe_works',
        MESSAGES,
        '2004-04-11',
        'Spam Act 2003 s.17-18',
        'Each message names its sender and has a way to stop without a log-in or a fee.',
        'secondary',
      ),
    ],
  },
  'za-popia': {
    rules: [
      rule(
        'asked_once',
        [...MESSAGES, 'push_marketing'],
        { askAfter: 'never' },
        [
          '2021-07-01',
          'POPIA s.69(2)',
          'Consent to marketing may be asked for once. After a no, never again.',
        ],
        { grade: 'secondary' },
      ),
      label(
        'opt_out_registry',
        [...MESSAGES],
        '2026-04-15',
        'CPA Amendment Regulations 2026',
        'Lists are cleansed against the national opt-out registry.',
        'secondary',
      ),
    ],
  },
  'tr-kvkk': {
    drop: ['email', 'text_messages'],
    rules: [
      rule('commercial_messages', MESSAGES, { model: 'opt_in', graceBusinessDays: 3 }, [
        '2015-05-01',
        'Law 6563 Art. 6(1), 8(3)',
        'A commercial message needs your prior approval, and a refusal counts within three working days.',
      ]),
    ],
  },
  'nz-privacy': {
    drop: ['email', 'text_messages'],
    rules: [
      rule(
        'commercial_messages',
        MESSAGES,
        { model: 'opt_in', graceBusinessDays: 5 },
        [
          '2007-09-05',
          'Unsolicited Electronic Messages Act 2007 s.9, 11',
          'A commercial message needs your consent, and a no counts within five working days.',
        ],
        { grade: 'unverified' },
      ),
    ],
  },
  'tw-pdpa': {
    drop: ['sensitive_data', 'sensitive_profiling'],
    rules: [
      rule(
        'sensitive_profiling',
        ['sensitive_profiling'],
        { model: 'explicit_opt_in' },
        [
          '2012-10-01',
          'PDPA (Taiwan) Art. 6',
          'Medical, genetic and such data needs your written consent.',
        ],
        { grade: 'unverified' },
      ),
      rule(
        'sensitive_data',
        USES,
        { model: 'explicit_opt_in' },
        [
          '2012-10-01',
          'PDPA (Taiwan) Art. 6',
          'Medical, genetic and such data needs your written consent.',
        ],
        { when: { data: ['health', 'genetic', 'sexuality', 'criminal'] }, grade: 'unverified' },
      ),
    ],
  },
  'sa-pdpl': {
    drop: ['sensitive_data', 'sensitive_profiling'],
    rules: [
      rule(
        'no_sensitive_marketing',
        [...ADS, ...MESSAGES, 'push_marketing'],
        { model: 'prohibited' },
        [
          '2024-09-14',
          'PDPL (Saudi Arabia) Art. 26',
          'Sensitive data is not used for marketing, with consent or without.',
        ],
        {
          when: {
            data: [
              'health',
              'religion',
              'ethnicity',
              'politics',
              'biometric',
              'genetic',
              'criminal',
              'sexuality',
            ],
          },
          grade: 'unverified',
        },
      ),
      rule(
        'sensitive_profiling',
        ['sensitive_profiling'],
        { model: 'explicit_opt_in' },
        [
          '2024-09-14',
          'PDPL (Saudi Arabia) Art. 6',
          'Using sensitive data needs your express consent.',
        ],
        { grade: 'unverified' },
      ),
    ],
  },
  'ae-pdpl': {
    drop: ['minors_13_0', 'minors_13_0_ads'],
    rules: [
      rule(
        'parent_consents',
        [...USES, 'sensitive_profiling'],
        { guardian: true },
        [
          '2026-01-01',
          'Federal Decree-Law 26/2025 (UAE)',
          'Below 13, only a parent can consent, in a way that can be verified.',
        ],
        { when: { ageBelow: 13 }, grade: 'secondary' },
      ),
      rule(
        'no_ads_to_children',
        ADS,
        { model: 'prohibited' },
        [
          '2026-01-01',
          'Federal Decree-Law 26/2025 (UAE)',
          'Data of a child under 13 is not used for ads or trade.',
        ],
        { when: { ageBelow: 13 }, grade: 'secondary' },
      ),
    ],
  },
}
