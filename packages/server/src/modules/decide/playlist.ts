/**
 * A playlist is a list in an order: the steps of re-ranking that it means, and what the answer says
 * of it. What it starts from is the `from` of the request, or the profile where there is none.
 */
import type { Wishes } from '@equipoise/core/channels'
import type { SequenceOrder } from '@equipoise/core/lists'
import type { DecideRequest, PlaylistRequest } from './decide-request.ts'

export interface PlaylistAnswer {
  readonly list: string | null
  readonly seed: number
  readonly order: SequenceOrder
  /** Whether what is done in it counts for the person: false where they said so of the list. */
  readonly forProfile: boolean
}

/** Seed 0 is the list that fits best; each other one turns the pool in its own way. */
export function asPlaylist(request: DecideRequest): DecideRequest {
  const { playlist, rerank } = request
  if (playlist === undefined) return request
  const { seed = 0, order = 'ranked', apart } = playlist
  return {
    ...request,
    rerank: {
      ...rerank,
      ...(seed > 0 && { rotate: { seed: String(seed) } }),
      sequence: { order, ...(apart && { apart }) },
    },
  }
}

export function viewPlaylist(
  { list, seed = 0, order = 'ranked' }: PlaylistRequest,
  { notForProfile }: Wishes,
): PlaylistAnswer {
  const forProfile = list === undefined || !notForProfile.lists.includes(list)
  return { list: list ?? null, seed, order, forProfile }
}
