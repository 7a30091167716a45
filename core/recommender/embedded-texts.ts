import type { SentenceEncoder } from '../text/sentence-encoder.ts';
import type { Breathe } from './recommender-data.ts';

const TEXTS_PER_CALL = 128;

/** Embeds each distinct text once and says which row it has. Row order is that of first appearance. */
export class EmbeddedTexts {
  readonly #rows = new Map<string, number>();
  readonly #encoder: SentenceEncoder;

  constructor(encoder: SentenceEncoder) {
    this.#encoder = encoder;
  }

  /** The row that the text will have. */
  row(text: string): number {
    const known = this.#rows.get(text);
    if (known !== undefined) return known;
    this.#rows.set(text, this.#rows.size);
    return this.#rows.size - 1;
  }

  /** The distinct texts, by row. */
  list(): string[] {
    return [...this.#rows.keys()];
  }

  /** Row-major (U, D). */
  async embed(breathe: Breathe, signal: AbortSignal | undefined): Promise<Float32Array> {
    const texts = [...this.#rows.keys()];
    const { dimension } = this.#encoder;
    const embedded = new Float32Array(texts.length * dimension);
    for (let start = 0; start < texts.length; start += TEXTS_PER_CALL) {
      signal?.throwIfAborted();
      embedded.set(await this.#encoder.encode(texts.slice(start, start + TEXTS_PER_CALL)), start * dimension);
      await breathe();
    }
    return embedded;
  }
}

/** Means of row groups: groups[i] lists rows of `matrix` (., dimension); result (groups, dimension). */
export function meanRows(
  matrix: Float32Array,
  dimension: number,
  groups: readonly (readonly number[])[],
): Float32Array {
  const means = new Float32Array(groups.length * dimension);
  groups.forEach((rows, group) => {
    for (const row of rows) {
      for (let column = 0; column < dimension; column++) {
        const at = group * dimension + column;
        means[at] = (means[at] ?? 0) + (matrix[row * dimension + column] ?? 0) / rows.length;
      }
    }
  });
  return means;
}

/**
 * Takes the column means off, in place, and gives them: sentence embeddings share a large common direction (anisotropy). The
 * means are of all rows, or of `learned` alone, where others may not be learned from.
 */
export function centreRows(matrix: Float32Array, dimension: number, learned?: readonly number[]): Float32Array {
  const rows = learned ?? Array.from({ length: matrix.length / dimension }, (_, row) => row);
  if (rows.length === 0) return new Float32Array(dimension);
  const mean = meanRows(matrix, dimension, [rows]);
  for (let at = 0; at < matrix.length; at++) matrix[at] = (matrix[at] ?? 0) - (mean[at % dimension] ?? 0);
  return mean;
}
