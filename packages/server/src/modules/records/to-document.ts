/** Each record as a document for people. */
import { PURPOSES } from '@equipoise/core/values'
import {
  list,
  madeSection,
  openSection,
  type RecordDocument,
  section,
  table,
  text,
  untoldSection,
} from './document.ts'
import type { ImpactAssessment } from './impact-assessment.ts'
import type { Measure } from './measures.ts'
import type { PrivacyLabel } from './privacy-label.ts'
import type { LegalNeed, ProcessingRecord } from './processing-record.ts'
import type { Recipient, RecipientList } from './recipients.ts'
import { type RetentionSchedule, sayPeriod } from './retention.ts'
import type { Judgement, Party } from './statements.ts'

const OPEN = '(open)'

export function processingDocument(record: ProcessingRecord): RecordDocument {
  const { activities, idle, recipients, measures, open } = record
  const asked = idle.filter((one) => one.asked).map(({ purpose }) => purpose)
  return {
    title: 'Record of processing activities',
    lead: 'GDPR Art. 30(1): who is responsible, what is done with which data for what, who gets it, until when, and what protects it.',
    blocks: [
      ...untoldSection(record),
      ...section('Who is responsible', table(PARTY_HEAD, partyRows(record))),
      ...activities.flatMap(({ title, says, basis, people, data, law, dpv, asked: isAsked }) =>
        section(
          title,
          text(says),
          list([
            `Basis: ${basis}`,
            ...(dpv === null ? [] : [`DPV: ${dpv}`]),
            ...(dpv === null
              ? []
              : [isAsked ? 'The banner or a notice asks for it' : 'Nothing asks for it']),
            `Of whom: ${people}`,
          ]),
          table(
            ['data', 'until when'],
            data.map((one) => [one.title, one.ends.join('; ')]),
          ),
          lawTable(law),
        ),
      ),
      ...section(
        'Asked for, and used for nothing here',
        asked.length === 0 ? undefined : list(asked),
      ),
      ...section('Who gets it', recipientTable(recipients)),
      ...section('What protects it', measureTable(measures)),
      ...openSection(open),
      ...madeSection(record),
    ],
  }
}

export function assessmentDocument(assessment: ImpactAssessment): RecordDocument {
  const { status, asked, description, necessity, risks, measures, open } = assessment
  return {
    title: `Data protection impact assessment: ${status}`,
    lead:
      status === 'draft'
        ? 'A draft, in the parts of GDPR Art. 35(7). What only people can judge stands open.'
        : 'In the parts of GDPR Art. 35(7). Every part that only people can judge was filled in by them.',
    blocks: [
      ...untoldSection(assessment),
      ...section(
        'Which laws ask for it',
        table(
          ['where', 'for', 'rule', 'verified'],
          asked.map(({ place, purposes, citation, says, advisory }) => [
            place,
            purposes.join(', '),
            `${says} (${citation})`,
            advisory ? 'advisory' : 'yes',
          ]),
        ) ?? text('No rule of the markets that are set.'),
      ),
      ...section(
        'What is done (Art. 35(7)(a))',
        list(description.says),
        text(`The context: ${description.context ?? OPEN}`),
        table(
          ['activity', 'what it is', 'basis'],
          description.activities.map(({ title, says, basis }) => [title, says, basis]),
        ),
      ),
      ...section(
        'Why it is necessary and proportionate (Art. 35(7)(b))',
        list(necessity.says),
        text(`How the business judges it: ${necessity.judged ?? OPEN}`),
        necessity.legitimateInterest === null
          ? undefined
          : text(`The interest that is pursued: ${necessity.legitimateInterest}`),
      ),
      ...section(
        'Risks to people (Art. 35(7)(c))',
        table(
          ['risk', 'met by', 'what remains', 'likely', 'grave'],
          risks.map(({ says, measures: met, remains, judged }) => [
            says,
            met.join(', '),
            remains,
            levelOf(judged, 'likelihood'),
            levelOf(judged, 'severity'),
          ]),
        ),
        list(risks.flatMap(({ id, judged }) => (judged?.says ? [`${id}: ${judged.says}`] : []))),
      ),
      ...section('What is done against them (Art. 35(7)(d))', measureTable(measures)),
      ...section(
        'Advice, views, decision',
        list([
          `The data protection officer advises (Art. 35(2)): ${assessment.officerAdvice ?? OPEN}`,
          `What people think of it (Art. 35(9)): ${assessment.viewsOfPeople ?? OPEN}`,
          `The risk that is left (Art. 36): ${assessment.residualRisk ?? OPEN}`,
          `Decided: ${assessment.decision ?? OPEN}`,
          `Looked at again on (Art. 35(11)): ${assessment.reviewOn ?? OPEN}`,
        ]),
      ),
      ...openSection(open),
      ...madeSection(assessment),
    ],
  }
}

export function retentionDocument(record: RetentionSchedule): RecordDocument {
  const { schedule, lapses, device } = record
  return {
    title: 'Retention schedule',
    lead: 'Until when each kind of data is kept, as this server is set.',
    blocks: [
      ...untoldSection(record),
      ...section(
        'What is kept, and until when',
        table(
          ['data', 'of whom', 'until when', 'where', 'now'],
          schedule.map(({ title, about, ends, places, empty }) => [
            title,
            OF_WHOM[about],
            ends.map(({ says }) => says).join('; '),
            places.join(', '),
            empty === null ? '' : empty ? 'empty' : 'holds some',
          ]),
        ),
      ),
      ...section(
        'When a yes lapses',
        table(
          ['where', 'after', 'for', 'because of', 'verified'],
          lapses.map(({ place, period, purposes, rule, citation, advisory }) => [
            place === '*' ? 'everywhere' : place,
            sayPeriod(period),
            purposes.length === PURPOSES.length ? 'all' : purposes.join(', '),
            `${rule}: ${citation}`,
            advisory ? 'advisory' : 'yes',
          ]),
        ),
      ),
      ...section(
        'In the person’s own browser',
        table(
          ['name', 'kind', 'what it is', 'kept'],
          device.map(({ name, kind, says, until }) => [name, kind, says, until]),
        ),
      ),
      ...madeSection(record),
    ],
  }
}

export function recipientDocument(record: RecipientList): RecordDocument {
  return {
    title: 'Recipients',
    lead: 'Who gets what of the data that is kept here.',
    blocks: [
      ...untoldSection(record),
      ...section('Who gets what', recipientTable(record.recipients)),
      ...openSection(record.open),
      ...madeSection(record),
    ],
  }
}

export function labelDocument(label: PrivacyLabel): RecordDocument {
  const { short, keeps, device, passing, recipients, rights, controller } = label
  return {
    title: 'Privacy label',
    lead: `What ${controller?.name ?? 'this shop'} keeps about you, why, and until when.`,
    blocks: [
      ...untoldSection(label),
      ...section('In short', list(short.map(({ says }) => says))),
      ...section(
        'What is kept',
        table(
          ['what', 'of whom', 'what it is', 'used for', 'protected', 'until when'],
          keeps.map(({ title, about, says, purposes, protection, until }) => [
            title,
            OF_WHOM[about],
            says,
            purposes.join(', '),
            protection,
            until,
          ]),
        ),
      ),
      ...section(
        'In your browser',
        table(
          ['name', 'kind', 'what it is', 'kept'],
          device.map(({ name, kind, says, until }) => [name, kind, says, until]),
        ),
      ),
      ...section('Looked at, never stored', list(passing)),
      ...section(
        'Who gets it',
        table(
          ['who', 'what they get'],
          recipients.map(({ name, gets, country }) => [
            country === null ? name : `${name} (${country})`,
            gets,
          ]),
        ),
      ),
      ...section(
        'What you can ask for',
        table(
          ['how soon', 'what'],
          rights.map(({ requests, within }) => [within, requests.join(', ').replaceAll('_', ' ')]),
        ),
      ),
      ...section(
        'Where it lies',
        table(
          ['place', 'holds'],
          keeps.flatMap(({ places }) =>
            Object.entries(places).map(([place, columns]) => [
              place,
              Object.entries(columns)
                .map(([column, says]) => `${column}: ${says}`)
                .join('; '),
            ]),
          ),
        ),
      ),
      ...madeSection(label),
    ],
  }
}

const OF_WHOM = { subject: 'people', operator: 'those who run it', nobody: 'nobody' } as const
const PARTY_HEAD = ['role', 'name', 'address', 'contact']

function partyRows(record: ProcessingRecord): readonly (readonly string[])[] {
  const { controller, officer, representative, jointControllers } = record
  const row = (role: string, party: Party | null): readonly string[] => [
    role,
    party?.name ?? OPEN,
    party?.address ?? '',
    party?.contact ?? '',
  ]
  return [
    row('controller', controller),
    ...jointControllers.map((party) => row('joint controller', party)),
    row('representative', representative),
    row('data protection officer', officer),
  ]
}

function lawTable(law: readonly LegalNeed[]) {
  return table(
    ['where', 'the law asks at least', 'verified', 'citation'],
    law.map(({ place, needs, certainty, citations }) => [
      place,
      needs.replaceAll('_', ' '),
      certainty,
      citations.join('; '),
    ]),
  )
}

function recipientTable(recipients: readonly Recipient[]) {
  return table(
    ['who', 'role', 'what they get', 'where', 'safeguards', 'live keys'],
    recipients.map(({ name, role, gets, country, safeguards, keys }) => [
      name,
      role,
      gets,
      country ?? '',
      safeguards ?? '',
      keys === null ? '' : `${keys}`,
    ]),
  )
}

function measureTable(measures: readonly Measure[]) {
  return table(
    ['measure', 'what it does', 'to be bettered'],
    measures.map(({ id, says, weak }) => [id, says, weak ?? '']),
  )
}

function levelOf(judged: Judgement | null, name: 'likelihood' | 'severity'): string {
  return judged === null ? OPEN : judged[name]
}
