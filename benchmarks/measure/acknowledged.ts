/**
 * A load whose every acknowledged act is remembered, so that it can be asked for after the server
 * was killed. What was under way at that moment may be there or not: of it nothing is expected.
 */
import type { Chance } from './chance.ts'

export interface Caller {
  readonly url: string
  readonly secretKey: string
}

export interface Answer {
  readonly status: number
  /** What came, as JSON. */
  readonly json: Record<string, unknown>
}

/** A person as the load knows them. */
interface Known {
  readonly externalId: string
  readonly subject: string
  /** Of interactions that were acknowledged. */
  readonly ids: Set<string>
  /** How often each item was reported as shown, and that was acknowledged. */
  readonly shown: Map<string, number>
  /** A withdrawal was acknowledged. */
  hasWithdrawn: boolean
  /** An erasure was asked for. */
  isLeaving: boolean
  /** An erasure was acknowledged. */
  isGone: boolean
  /** Something of them changed since they were last asked about. */
  isTouched: boolean
}

export interface Tally {
  interactions: number
  people: number
  withdrawals: number
  erasures: number
  decisions: number
  impressions: number
}

interface ShownItem {
  readonly id: string
  readonly token: string
}

const BATCH = 20
const PURPOSES = ['site_personalization', 'model_training']

export class AcknowledgedLoad {
  readonly tally: Tally = {
    interactions: 0,
    people: 0,
    withdrawals: 0,
    erasures: 0,
    decisions: 0,
    impressions: 0,
  }
  readonly #chance: Chance
  /** Who were there before, and are only decided for. */
  readonly #readers: readonly string[]
  readonly #people: Known[] = []
  #next = 0

  constructor(chance: Chance, readers: readonly string[]) {
    this.#chance = chance
    this.#readers = readers
  }

  /** Acts on so many connections until the server no longer answers. */
  async actUntilKilled(caller: Caller, connections: number): Promise<void> {
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (await this.#act(caller));
      }),
    )
  }

  /** Whether the server answered. */
  async #act(caller: Caller): Promise<boolean> {
    const turn = this.#chance.number()
    try {
      if (turn < 0.2 || this.#staying().length < 5) await this.#join(caller)
      else if (turn < 0.7) await this.#collect(caller)
      else if (turn < 0.76) await this.#withdraw(caller)
      else if (turn < 0.82) await this.#leave(caller)
      else await this.#decide(caller)
      return true
    } catch (error) {
      if (isCutOff(error)) return false
      throw error
    }
  }

  #staying(): readonly Known[] {
    return this.#people.filter(({ isLeaving }) => !isLeaving)
  }

  async #join(caller: Caller): Promise<void> {
    this.#next += 1
    const externalId = `crash-${this.#next}`
    const body = { externalId, action: 'give', purposes: PURPOSES, evidence: 'Invented' }
    const { json } = good(await call(caller, 'POST /v1/consent', body))
    this.tally.people += 1
    this.#people.push({
      externalId,
      subject: String(json['subject']),
      ids: new Set(),
      shown: new Map(),
      hasWithdrawn: false,
      isLeaving: false,
      isGone: false,
      isTouched: true,
    })
  }

  async #collect(caller: Caller): Promise<void> {
    const staying = this.#staying()
    const entries = Array.from({ length: BATCH }, () => {
      this.#next += 1
      const person = this.#chance.pick(staying)
      return { person, id: `act-${this.#next}` }
    })
    const interactions = entries.map(({ person, id }) => ({
      externalId: person?.externalId,
      id,
      item: `${this.#chance.below(3_000)}`,
      verb: 'view',
    }))
    const { json } = good(await call(caller, 'POST /v1/interactions', { interactions }))
    const left = new Set(leftOut(json))
    // What is kept is a duplicate only where one id was sent twice: here none is.
    if (json['accepted'] !== BATCH - left.size) throw new Error('The counts of a batch differ')
    for (const [index, { person, id }] of entries.entries()) {
      if (left.has(index) || person === undefined) continue
      person.ids.add(id)
      person.isTouched = true
      this.tally.interactions += 1
    }
  }

  /** From training alone: what they did is kept for the other purpose. */
  async #withdraw(caller: Caller): Promise<void> {
    const person = this.#chance.pick(this.#staying())
    if (person === undefined) return
    const route = `POST /v1/subjects/${person.subject}/withdraw`
    const answer = await call(caller, route, { purposes: ['model_training'] })
    // Somebody else may have erased them meanwhile.
    if (answer.status === 404 && person.isLeaving) return
    good(answer)
    person.hasWithdrawn = true
    person.isTouched = true
    this.tally.withdrawals += 1
  }

  async #leave(caller: Caller): Promise<void> {
    const person = this.#chance.pick(this.#staying())
    if (person === undefined) return
    person.isLeaving = true
    good(await call(caller, `POST /v1/subjects/${person.subject}/erase`))
    person.isGone = true
    person.isTouched = true
    this.tally.erasures += 1
  }

  async #decide(caller: Caller): Promise<void> {
    const person = this.#chance.number() < 0.5 ? this.#chance.pick(this.#staying()) : undefined
    const externalId = person?.externalId ?? this.#chance.pick(this.#readers)
    const who = externalId === undefined ? {} : { externalId }
    const { json } = good(
      await call(caller, 'POST /v1/decide', { ...who, slot: 'home', count: 10 }),
    )
    this.tally.decisions += 1
    const { id, token } = Object(listOf(json, 'items')[0])
    if (person !== undefined && token) await this.#show(caller, person, { id, token })
  }

  /** Of somebody who left since they were decided for, it is refused. */
  async #show(caller: Caller, person: Known, item: ShownItem): Promise<void> {
    const body = { impressions: [{ token: item.token }] }
    const { json } = good(await call(caller, 'POST /v1/impressions', body))
    if (json['accepted'] !== 1) return
    person.shown.set(item.id, (person.shown.get(item.id) ?? 0) + 1)
    person.isTouched = true
    this.tally.impressions += 1
  }

  /**
   * What was acknowledged and does not hold, in words.
   *
   * @param all everybody, rather than those of whom something changed since.
   */
  async listLost(caller: Caller, all: boolean): Promise<readonly string[]> {
    const asked = this.#people.filter(({ isTouched }) => all || isTouched)
    const lost: string[] = []
    for (const person of asked) {
      lost.push(...(await lostOf(caller, person)))
      person.isTouched = false
    }
    return lost
  }
}

async function lostOf(caller: Caller, person: Known): Promise<readonly string[]> {
  const { externalId, subject, hasWithdrawn, isLeaving, isGone } = person
  if (isGone) return stillThere(caller, person)
  const { status, entries } = await callAll(caller, subject, 'interactions')
  // An erasure that was not acknowledged may have come about: wholly, or not at all.
  if (isLeaving && status === 404) return stillThere(caller, person)
  if (status !== 200) return [`${externalId} is not there: ${status}`]
  const kept = new Set(entries.map((one) => Object(one).id))
  const lost = [...person.ids].filter((id) => !kept.has(id)).map((id) => `${externalId} lost ${id}`)
  lost.push(...(await unshownOf(caller, person)))
  if (!hasWithdrawn) return lost
  const said = await call(caller, `GET /v1/subjects/${subject}/consent`)
  const stands = Object(said.json['state'])['model_training']
  return stands === 'withdrawn' ? lost : [...lost, `The withdrawal of ${externalId} does not hold`]
}

async function unshownOf(caller: Caller, person: Known): Promise<readonly string[]> {
  const { externalId, subject, shown } = person
  if (shown.size === 0) return []
  const { entries } = await callAll(caller, subject, 'impressions')
  const kept = entries.map((one) => Object(one).item)
  return [...shown]
    .filter(([item, times]) => kept.filter((one) => one === item).length < times)
    .map(([item]) => `${externalId} lost an impression of ${item}`)
}

async function stillThere(caller: Caller, person: Known): Promise<readonly string[]> {
  const { externalId, subject } = person
  const answers = [
    await call(caller, `GET /v1/subjects/${subject}/interactions`),
    await call(caller, 'POST /v1/subjects/find', { externalId }),
  ]
  return answers.every(({ status }) => status === 404)
    ? []
    : [`${externalId} is back after erasure`]
}

/** A list of a person, part by part. */
async function callAll(caller: Caller, subject: string, name: 'interactions' | 'impressions') {
  const entries: unknown[] = []
  for (let cursor = ''; ; ) {
    const path = `/v1/subjects/${subject}/${name}?limit=200${cursor}`
    const { status, json } = await call(caller, `GET ${path}`)
    if (status !== 200) return { status, entries }
    entries.push(...listOf(json, name))
    if (json['nextCursor'] === null) return { status, entries }
    cursor = `&cursor=${json['nextCursor']}`
  }
}

/** @throws TypeError where the server is not there. */
export async function call(caller: Caller, route: string, body?: object): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ')
  const response = await fetch(`${caller.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${caller.secretKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
  const text = await response.text()
  return { status: response.status, json: Object(text === '' ? {} : JSON.parse(text)) }
}

function good(answer: Answer): Answer {
  if (answer.status === 200) return answer
  throw new Error(`The server answered ${answer.status}: ${JSON.stringify(answer.json)}`)
}

function listOf(json: Record<string, unknown>, name: string): readonly unknown[] {
  const list = json[name]
  return Array.isArray(list) ? list : []
}

/** Whether the connection failed or ended, rather than anything of ours. */
function isCutOff(error: unknown): boolean {
  return error instanceof TypeError && ['fetch failed', 'terminated'].includes(error.message)
}

/** Places in a batch of what is not kept: refused for the purpose that everybody here allows. */
function leftOut(json: Record<string, unknown>): readonly number[] {
  const refused = listOf(json, 'refused').filter(
    (one) => Object(one).purpose === 'site_personalization',
  )
  return [...refused, ...listOf(json, 'rejected')].map((one) => Number(Object(one).index))
}
