import * as tf from '@tensorflow/tfjs-core';

import { batchTensors, disposeBatch } from './batch.ts';
import { NO_DROPOUT, type Parameters } from './models/layers.ts';
import type { CatalogueTensors, ModelShape, RankingModel } from './models/ranking-model.ts';
import type { Breathe, RankingExample, RecommenderData } from './recommender-data.ts';

export const EXAMPLES_PER_BATCH = 64;

export interface ScoringInput {
  readonly model: Pick<RankingModel, 'logits'>;
  readonly parameters: Parameters;
  readonly shape: ModelShape;
  readonly catalogue: CatalogueTensors;
  readonly data: RecommenderData;
  readonly examples: readonly RankingExample[];
  readonly breathe: Breathe;
  readonly signal?: AbortSignal | undefined;
}

/** Scores of all items for each example, (N) a row, in the examples' order. */
export async function scoreExamples(input: ScoringInput): Promise<Float32Array[]> {
  const { model, parameters, shape, catalogue, data, examples } = input;
  const rows: Float32Array[] = [];
  for (let start = 0; start < examples.length; start += EXAMPLES_PER_BATCH) {
    input.signal?.throwIfAborted();
    const batch = batchTensors(examples.slice(start, start + EXAMPLES_PER_BATCH), data);
    const logits = tf.tidy(() => model.logits(parameters, shape, batch, catalogue, NO_DROPOUT)); // (B, N)
    const scores = await logits.data<'float32'>();
    for (let at = 0; at < scores.length; at += shape.items) rows.push(scores.slice(at, at + shape.items));
    logits.dispose();
    disposeBatch(batch);
    await input.breathe();
  }
  return rows;
}
