/**
 * What a law wants in a mail, as the mailer keeps it: a mark at the beginning of the subject, a
 * postal address, that it is an advertisement, who sends it, a way to stop. The codes are those of
 * the packs' duties (laws/, `duty`). A duty about mail that nothing here keeps refuses the mail.
 */

/** Put before the subject, in the words that the law wants. */
const MARKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Korea, Network Act Art. 50(4): the title begins with "(광고)".
  ad_label: { KR: '(광고)', CN: '[AD]', '': '[Ad]' },
  // Singapore, Spam Control Act Sch. 2: "<ADV> " before the subject.
  adv_label: { '': '<ADV>' },
}

export interface MailDuties {
  /** Before the subject, in order. */
  readonly marks: readonly string[]
  readonly postalAddress: boolean
  /** Says in its text that it is an advertisement. */
  readonly advertisement: boolean
}

/**
 * @param codes of the duties that bind for `email_marketing` and this person.
 * @param country of residence, such as `KR`; empty where unknown.
 */
export function mailDuties(codes: readonly string[], country: string): MailDuties {
  const marks = codes.flatMap((code) => {
    const words = MARKS[code]
    return words === undefined ? [] : [words[country] ?? words[''] ?? '']
  })
  return {
    marks: [...new Set(marks.filter((mark) => mark !== ''))],
    postalAddress: codes.some((code) => ADDRESSED.includes(code)),
    advertisement: codes.some((code) => code === 'ad_identified' || code in MARKS),
  }
}

/** Naming the sender is done with an address under CASL s.6(2) as well. */
const ADDRESSED: readonly string[] = ['postal_address', 'sender_identified']

export function markSubject(subject: string, { marks }: MailDuties): string {
  const missing = marks.filter((mark) => !subject.startsWith(mark))
  return [...missing, subject].join(' ')
}
