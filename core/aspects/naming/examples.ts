import { rowDot } from '../vectors.ts';

export interface ExampleSource {
  /** Verbatim, a text a unit. */
  readonly texts: readonly string[];
  /** Review of each unit. */
  readonly reviewIds: readonly string[];
  /** (units, width) unit rows in the space of the centroids. */
  readonly rows: Float32Array;
}

const EXAMPLES = 3;
/** Shorter ones say too little to judge a cluster by, longer ones do not fit a table. */
const MIN_WORDS = 5;
const MAX_WORDS = 30;

/** Of each cluster the texts nearest to its centroid, from different reviews and not twice the same; ties by place. */
export function clusterExamples(
  { texts, reviewIds, rows }: ExampleSource,
  assignment: ArrayLike<number>,
  centroids: Float32Array,
  width: number,
): string[][] {
  const clusters = centroids.length / width;
  const ranked = Array.from({ length: clusters }, (): { unit: number; cosine: number }[] => []);
  for (const [unit, text] of texts.entries()) {
    const cluster = assignment[unit] ?? -1;
    const words = text.split(/\s+/u).length;
    if (words < MIN_WORDS || words > MAX_WORDS) continue;
    ranked[cluster]?.push({ unit, cosine: rowDot(rows, unit, centroids, cluster, width) });
  }
  return ranked.map((own) => {
    own.sort((a, b) => b.cosine - a.cosine || a.unit - b.unit);
    const examples: string[] = [];
    const reviews = new Set<string>();
    for (const { unit } of own) {
      const text = texts[unit] ?? '';
      const review = reviewIds[unit] ?? '';
      if (examples.length === EXAMPLES) break;
      if (reviews.has(review) || examples.includes(text)) continue;
      reviews.add(review);
      examples.push(text);
    }
    return examples;
  });
}
