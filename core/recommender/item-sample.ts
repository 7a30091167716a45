/**
 * Sampled softmax, for catalogues whose items are too many to be scored in every step (Jean et al., 2015, "On Using Very
 * Large Target Vocabulary"): a step sees the items of its own batch, and others drawn by seed, each of which stands for its
 * share of all that were not drawn. The sum that the softmax divides by is estimated without bias; every model, loss and
 * gradient stays as it is, over fewer items. Ranking looks at all items always.
 */
import * as tf from '@tensorflow/tfjs-core';

import { createRandom } from '../random.ts';
import { gatherRows } from './models/layers.ts';
import type { Parameters } from './models/layers.ts';
import { ITEM_TABLES } from './models/ranking-model.ts';
import type { CatalogueTensors, ModelShape } from './models/ranking-model.ts';
import type { RankingExample, UserSequence } from './recommender-data.ts';

/** With more items than `above`, a step sees its own and so many `others`. */
export interface SoftmaxSample {
  readonly above: number;
  readonly others: number;
}

export const SOFTMAX_SAMPLE: SoftmaxSample = { above: 20_000, others: 8_192 };

/** What a step learns from, and the items it sees. */
export interface ItemView {
  readonly parameters: Parameters;
  readonly shape: ModelShape;
  readonly catalogue: CatalogueTensors;
  readonly examples: readonly RankingExample[];
  readonly sequences: readonly UserSequence[];
  /** Logarithm of how many items each one stands for (R), to be added to its scores; null: all are there. */
  readonly standsFor: tf.Tensor1D | null;
}

/** The view of a sample, by seed; rows of examples and sequences are renamed to places in it. Runs inside tf.tidy. */
export function sampledView(all: ItemView, others: number, seed: number): ItemView {
  const own = [
    ...all.examples.flatMap(({ history, target }) => [...history, target]),
    ...all.sequences.flatMap(({ items }) => items),
  ];
  const { rows, standsFor } = sampleItems(own, all.shape.items, others, seed);
  const placeOf = new Map([...rows].map((row, place) => [row, place]));
  const place = (row: number): number => placeOf.get(row) ?? 0;
  const places = tf.tensor1d(rows, 'int32');
  const tables = ITEM_TABLES.flatMap((name) => {
    const table = all.parameters[name];
    return table === undefined ? [] : [[name, gatherRows(table as tf.Tensor2D, places)] as const];
  });
  return {
    parameters: { ...all.parameters, ...Object.fromEntries(tables) },
    shape: { ...all.shape, items: rows.length },
    catalogue: {
      text: tf.gather(all.catalogue.text, places), // (R, D)
      logPopularity: tf.gather(all.catalogue.logPopularity, places), // (R)
    },
    examples: all.examples.map((one) => ({ ...one, history: one.history.map(place), target: place(one.target) })),
    sequences: all.sequences.map((one) => ({ ...one, items: one.items.map(place) })),
    standsFor: tf.tensor1d(standsFor),
  };
}

/** Rows (R), a step's own first, each once; and the logarithm of how many items each stands for. */
export function sampleItems(
  own: readonly number[],
  items: number,
  others: number,
  seed: number,
): { rows: Int32Array; standsFor: Float32Array } {
  const rows = new Set(own);
  const owned = rows.size;
  const size = Math.min(items, owned + others);
  const random = createRandom(seed);
  while (rows.size < size) rows.add(random.int(items));
  const share = Math.log((items - owned) / Math.max(1, size - owned));
  const standsFor = new Float32Array(size).fill(share);
  standsFor.fill(0, 0, owned);
  return { rows: Int32Array.from(rows), standsFor };
}
