/**
 * What this version does with data, purpose by purpose: which kinds of data each purpose uses. A
 * purpose without any is not served by this version, whatever people said to it. Beside the
 * purposes stand what proof, rights and security need: nobody is asked for these.
 */
import type { Purpose } from '@equipoise/core/values'
import type { HoldingId } from './holdings.ts'

export const USES: Readonly<Record<Purpose, readonly HoldingId[]>> = {
  device_storage: ['identity'],
  site_personalization: ['identity', 'interactions', 'profile', 'impressions', 'model'],
  model_training: ['interactions', 'contribution', 'model'],
  first_party_advertising: ['interactions', 'profile', 'impressions', 'advertising'],
  cross_context_advertising: [],
  sale_or_sharing: [],
  measurement: ['impressions', 'interactions', 'measured_week', 'reports'],
  email_marketing: ['mail_address', 'mails', 'mailings'],
  email_tracking: ['mails'],
  sms_marketing: [],
  push_marketing: [],
  sensitive_profiling: ['interactions', 'profile', 'contribution'],
  political_advertising: [],
}

export interface Duty {
  readonly id: 'proof' | 'rights' | 'security'
  readonly title: string
  readonly says: string
  readonly basis: string
  readonly citation: string
  readonly holdings: readonly HoldingId[]
}

export const DUTIES: readonly Duty[] = [
  {
    id: 'proof',
    title: 'Proof of what people said',
    says: 'Each yes and no is recorded with what was shown, and the open log commits to it.',
    basis: 'legal obligation',
    citation: 'GDPR Art. 7(1), Art. 5(2), Art. 6(1)(c)',
    holdings: ['choices', 'proofs', 'law'],
  },
  {
    id: 'rights',
    title: 'Requests of people',
    says: 'Export, correction, pause, erasure, and when each was done.',
    basis: 'legal obligation',
    citation: 'GDPR Art. 12-22, Art. 6(1)(c)',
    holdings: ['choices', 'erasures', 'no_mail', 'center_access', 'operator_acts'],
  },
  {
    id: 'security',
    title: 'Security',
    says: 'Keys, limits against misuse, one-time codes, and a log of what the shop’s people do.',
    basis: 'legal obligation and legitimate interest',
    citation: 'GDPR Art. 32, Art. 6(1)(c) and (f), Recital 49',
    holdings: [
      'your_key',
      'passing_keys',
      'codes',
      'operators',
      'operator_acts',
      'server_keys',
      'refusals',
    ],
  },
]
