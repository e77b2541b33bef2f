/** What the comprehensive acts of states say beside the general form. */
import type { HandMade } from './hand-made.ts'
import { ACROSS, type ClockJson, type RuleJson, USES } from './pack-forms.ts'

/** Also a full list of sensitive data, for acts that ban its sale. */
const SENSITIVE = [
  'health',
  'religion',
  'sexuality',
  'gender_identity',
  'ethnicity',
  'biometric',
  'genetic',
  'precise_location',
  'finance',
  'citizenship',
  'neural',
]

const PLACE_SALE = 'Nobody sells where exactly you are. No consent changes that.'

function placeSale(from: string, citation: string, grade = 'reviewed'): RuleJson {
  return {
    id: 'no_sale_of_places',
    purposes: ['sale_or_sharing'],
    model: 'prohibited',
    when: { data: ['precise_location'] },
    from,
    citation,
    says: PLACE_SALE,
    grade,
  }
}

function withdrawal(respond: string, from: string, citation: string): ClockJson {
  return {
    id: 'withdrawal',
    request: 'withdrawal',
    respond,
    from,
    citation,
    says: 'After you take a yes back, the use ends within this time.',
    grade: 'reviewed',
  }
}

export const STATES: Readonly<Record<string, HandMade>> = {
  'us-ca-ccpa': {
    rules: [
      {
        id: 'wait_before_asking',
        purposes: [...ACROSS, 'sensitive_profiling'],
        askAfter: 'P12M',
        from: '2020-01-01',
        citation: 'Cal. Civ. Code 1798.135(c)(4)-(5)',
        says: 'After your no, you are not asked again for twelve months.',
        grade: 'statute',
      },
      {
        id: 'opt_out_link',
        purposes: ACROSS,
        duty: 'opt_out_link',
        condition: true,
        from: '2020-01-01',
        citation: 'Cal. Civ. Code 1798.135(a); 11 CCR 7013-7015',
        says: 'Link "Do Not Sell or Share My Personal Information", or "Your Privacy Choices", from the home page.',
        grade: 'statute',
      },
      {
        id: 'opt_out_status',
        purposes: ACROSS,
        duty: 'opt_out_status_shown',
        when: { signal: 'gpc' },
        from: '2026-01-01',
        citation: '11 CCR 7025(c)(6)',
        says: 'Show that the signal was honoured, and do not answer it with a pop-up.',
        grade: 'reviewed',
      },
      {
        id: 'limit_link',
        purposes: ['sensitive_profiling'],
        duty: 'limit_link',
        condition: true,
        from: '2023-01-01',
        citation: 'Cal. Civ. Code 1798.121, 1798.135(a)(2)',
        says: 'Link "Limit the Use of My Sensitive Personal Information".',
        grade: 'statute',
      },
    ],
    clocks: [
      {
        id: 'limit',
        request: 'limit',
        respond: { businessDays: 15 },
        from: '2023-01-01',
        citation: '11 CCR 7027(g)',
        says: 'A request to limit sensitive data is heeded within this time.',
        grade: 'reviewed',
      },
    ],
  },
  'us-va-vcdpa': { rules: [placeSale('2026-07-01', 'Va. Code 59.1-578(A)(6)')] },
  'us-or-ocpa': { rules: [placeSale('2026-01-01', 'ORS 646A.578(2)(c)-(d); HB 2008 (2025)')] },
  'us-ct-ctdpa': {
    scope: {
      regions: ['US-CT'],
      threshold: {
        consumers: 35_000,
        orData: [...SENSITIVE, 'government_id', 'criminal'],
        orPurposes: ['sale_or_sharing', 'sensitive_profiling'],
        citation: 'Conn. Gen. Stat. 42-516',
      },
    },
    rules: [placeSale('2026-10-01', 'Conn. PA 26-64', 'secondary')],
  },
  'us-co-cpa': {
    rules: [
      {
        id: 'consent_refreshed',
        purposes: [...ACROSS, 'sensitive_profiling'],
        validity: 'P24M',
        from: '2023-07-01',
        citation: '4 CCR 904-3 Rule 7.08',
        says: 'A yes is refreshed after two years.',
        grade: 'unverified',
        advisory: true,
      },
    ],
  },
  'us-nj-njdpa': {
    scope: {
      regions: ['US-NJ'],
      threshold: {
        consumers: 100_000,
        orPurposes: ['sale_or_sharing'],
        exceptRules: ['no_sale_of_sensitive_data', 'no_sensitive_sale'],
        citation: 'N.J.S.A. 56:8-166.5',
      },
    },
    rules: [
      {
        id: 'no_sale_of_sensitive_data',
        purposes: ['sale_or_sharing'],
        model: 'prohibited',
        when: { data: SENSITIVE },
        from: '2026-06-30',
        citation: 'N.J.S.A. 56:8-166.12(a)(6) (P.L. 2026 c. 25)',
        says: 'Nobody sells sensitive data, however small the business. No consent changes that.',
        grade: 'reviewed',
      },
    ],
  },
  'us-md-modpa': {
    drop: ['sensitive_data', 'sensitive_profiling'],
    rules: [
      {
        id: 'sensitive_profiling',
        purposes: ['sensitive_profiling'],
        model: 'strictly_necessary',
        from: '2025-10-01',
        citation: 'Md. Code, Com. Law 14-4707(a)(1)',
        says: 'Sensitive data is used only where a service that you asked for cannot do without it. Consent does not change that.',
        grade: 'statute',
      },
      {
        id: 'sensitive_data',
        purposes: USES.filter((purpose) => purpose !== 'sale_or_sharing'),
        model: 'strictly_necessary',
        when: { data: SENSITIVE, inferred: false },
        from: '2025-10-01',
        citation: 'Md. Code, Com. Law 14-4707(a)(1)',
        says: 'Sensitive data is used only where a service that you asked for cannot do without it. Consent does not change that.',
        grade: 'statute',
      },
      {
        id: 'inferred_sensitive_data',
        purposes: USES.filter((purpose) => purpose !== 'sale_or_sharing'),
        model: 'strictly_necessary',
        when: { data: SENSITIVE, inferred: true },
        from: '2026-07-01',
        citation: 'Md. Code, Com. Law 14-4707(a)(1); 2026 Md. Laws ch. 874',
        says: 'What is concluded about sensitive things counts like the thing itself.',
        grade: 'reviewed',
      },
      {
        id: 'inferred_before',
        purposes: USES,
        model: 'opt_in',
        when: { data: SENSITIVE, inferred: true },
        from: '2025-10-01',
        until: '2026-07-01',
        citation: 'Md. Code, Com. Law 14-4701, 14-4707(a)(1)',
        says: 'Whether a conclusion counted as sensitive was open until the law said so: your yes first.',
        grade: 'reviewed',
        advisory: true,
      },
      {
        id: 'no_sale_of_sensitive_data',
        purposes: ['sale_or_sharing'],
        model: 'prohibited',
        when: { data: SENSITIVE },
        from: '2025-10-01',
        citation: 'Md. Code, Com. Law 14-4707(a)(2)',
        says: 'Nobody sells sensitive data. No consent changes that.',
        grade: 'statute',
      },
    ],
    clocks: [],
  },
  'us-ut-ucpa': {
    clocks: [
      {
        id: 'correction',
        request: 'correction',
        respond: 'P45D',
        extend: 'P45D',
        from: '2026-07-01',
        citation: 'Utah Code 13-61-201(4)',
        says: 'You may have mistakes corrected.',
        grade: 'reviewed',
      },
      {
        id: 'no_correction_before',
        request: 'correction',
        exists: false,
        from: '2023-12-31',
        until: '2026-07-01',
        citation: 'Utah Code 13-61-201',
        says: 'This law gave no right to have mistakes corrected yet.',
        grade: 'reviewed',
      },
    ],
  },
  'us-mn-mcdpa': {
    clocks: [withdrawal('P15D', '2025-07-31', 'Minn. Stat. 325M.16 subd. 2(e)')],
  },
  'us-mt-mcdpa': {
    clocks: [withdrawal('P45D', '2024-10-01', 'Mont. Code Ann. 30-14-2812(1)(c)')],
  },
  'us-ri-dtppa': { clocks: [withdrawal('P15D', '2026-01-01', 'R.I. Gen. Laws 6-48.1-4')] },
  'us-tx-tdpsa': {
    rules: [
      {
        id: 'sale_notice',
        purposes: ['sale_or_sharing'],
        duty: 'sensitive_sale_notice',
        when: { data: SENSITIVE },
        from: '2024-07-01',
        citation: 'Tex. Bus. & Com. Code 541.102(b)-(c)',
        says: 'Say in the words of the law that sensitive or biometric data may be sold.',
        grade: 'unverified',
        advisory: true,
      },
    ],
  },
  'us-fl-fdbr': {
    rules: [
      {
        id: 'consent_before_sensitive_sale',
        purposes: ['sale_or_sharing'],
        model: 'opt_in',
        when: { data: SENSITIVE },
        from: '2024-07-01',
        citation: 'Fla. Stat. 501.715(1)',
        says: 'Every business needs your yes before it sells sensitive data.',
        grade: 'statute',
      },
      {
        id: 'sale_notice',
        purposes: ['sale_or_sharing'],
        duty: 'sensitive_sale_notice',
        when: { data: SENSITIVE },
        from: '2024-07-01',
        citation: 'Fla. Stat. 501.711',
        says: 'Say on the site, in the words of the law, that sensitive data may be sold.',
        grade: 'statute',
      },
    ],
  },
}
