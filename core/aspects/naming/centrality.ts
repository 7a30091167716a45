import { normaliseRows, rowDot } from '../vectors.ts';
import type { PhraseCounts } from './phrase-counts.ts';
import type { WeighedPhrase } from './weigh-phrases.ts';

/** How near a phrase lies to the middle of a cluster, in [0, 1]. */
export type Centrality = (phrase: number, cluster: number) => number;

/** Where there are no vectors, every phrase is as central as another. */
export const EQUALLY_CENTRAL: Centrality = () => 1;

/** Cosine of the centroid with the mean of all units that use the phrase, wherever they were assigned; 0 where negative. */
export function centralityAmong(
  counts: PhraseCounts,
  phrases: ReadonlySet<number>,
  rows: Float32Array,
  centroids: Float32Array,
  width: number,
): Centrality {
  const places = new Map([...phrases].map((phrase, place) => [phrase, place]));
  const means = new Float32Array(places.size * width);
  for (const [unit, used] of counts.units.entries()) {
    for (const phrase of used) {
      const place = places.get(phrase);
      if (place === undefined) continue;
      for (let k = 0; k < width; k++) {
        means[place * width + k] = (means[place * width + k] ?? 0) + (rows[unit * width + k] ?? 0);
      }
    }
  }
  normaliseRows(means, width);
  return (phrase, cluster) => {
    const place = places.get(phrase);
    return place === undefined ? 0 : Math.max(0, rowDot(means, place, centroids, cluster, width));
  };
}

/**
 * Focus of each cluster: the mean centrality of its naming phrases by weight, over the mean cosine of all units with their
 * own centroid. Phrases of an aspect lie nearer to its middle than a sentence does (above 1); those that chatter happens
 * to use lie anywhere. Relative, for cosines are higher the better the head was trained.
 */
export function focusAmong(
  naming: readonly (readonly WeighedPhrase[])[],
  centrality: Centrality,
  assignment: ArrayLike<number>,
  rows: Float32Array,
  centroids: Float32Array,
  width: number,
): number[] {
  let sum = 0;
  let units = 0;
  for (let unit = 0; unit < rows.length / width; unit++) {
    const cluster = assignment[unit] ?? -1;
    if (cluster < 0 || cluster >= centroids.length / width) continue;
    sum += rowDot(rows, unit, centroids, cluster, width);
    units++;
  }
  const meanCosine = units === 0 ? 1 : Math.max(sum / units, Number.EPSILON);
  return naming.map((own, cluster) => {
    const weight = own.reduce((all, one) => all + one.weight, 0);
    const central = own.reduce((all, one) => all + one.weight * centrality(one.phrase, cluster), 0);
    return weight === 0 ? 0 : central / weight / meanCosine;
  });
}
