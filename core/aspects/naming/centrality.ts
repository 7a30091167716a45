import { normaliseRows, rowDot } from '../vectors.ts';
import type { PhraseCounts } from './phrase-counts.ts';

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
