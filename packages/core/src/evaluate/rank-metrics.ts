/**
 * How well one ranked list meets what was held out. `hits[r]` says whether the item at place r
 * (from 0) was held; `held` is how many items were, at least 1, also those that no list could
 * contain.
 *
 * Every figure is of one list and between 0 and 1; means over people are taken elsewhere.
 */

export interface Ranking {
  /** 1 where the item at that place was held out. */
  readonly hits: Uint8Array
  readonly held: number
}

/** hits in the first k ÷ held: the recall of information retrieval, and of the BARS boards. */
export function recall(ranking: Ranking, k: number): number {
  return hitsWithin(ranking.hits, k) / ranking.held
}

/** hits in the first k ÷ min(k, held): reaches 1 whatever k is (Liang et al. 2018, eq. 8). */
export function recallCapped(ranking: Ranking, k: number): number {
  return hitsWithin(ranking.hits, k) / Math.min(k, ranking.held)
}

/**
 * DCG ÷ that of a perfect list: Σ_r hit_r / log2(r + 2) ÷ Σ_{r < min(k, held)} 1 / log2(r + 2)
 * (Järvelin and Kekäläinen 2002, with gains of 0 and 1, as in Liang et al. 2018).
 */
export function ndcg({ hits, held }: Ranking, k: number): number {
  let [gain, ideal] = [0, 0]
  for (let place = 0; place < k; place += 1) {
    const discounted = 1 / Math.log2(place + 2)
    if (hits[place] === 1) gain += discounted
    if (place < held) ideal += discounted
  }
  return gain / ideal
}

/** 1 where anything in the first k was held (HR@k, He et al. 2017). */
export function hitRate({ hits }: Ranking, k: number): number {
  return hitsWithin(hits, k) > 0 ? 1 : 0
}

/** 1 ÷ the place of the first hit, from 1; 0 where none is in the first k (Voorhees 1999). */
export function reciprocalRank({ hits }: Ranking, k: number): number {
  const place = hits.subarray(0, k).indexOf(1)
  return place < 0 ? 0 : 1 / (place + 1)
}

function hitsWithin(hits: Uint8Array, k: number): number {
  let count = 0
  for (let place = 0; place < k && place < hits.length; place += 1) count += hits[place] ?? 0
  return count
}
