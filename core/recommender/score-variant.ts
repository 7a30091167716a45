import * as tf from '@tensorflow/tfjs-core';

import type { RunConfig, Variant } from '../config/run-config.ts';
import { batchTensors, catalogueTensors, disposeBatch } from './batch.ts';
import { eachBreathing } from './each-breathing.ts';
import { type Evidence, SOURCES, countedEvidence, logSoftmax, weigh } from './evidence.ts';
import { fusion, fusionHistory, gatesOf } from './models/fusion.ts';
import type { Parameters } from './models/layers.ts';
import { FITTED_MODELS, MODELS, isFitted } from './models/models.ts';
import type { CatalogueTensors, RankingModel } from './models/ranking-model.ts';
import { modelShape } from './model-shape.ts';
import type { Breathe, RankingExample, RecommenderData } from './recommender-data.ts';
import { scoreExamples } from './score-examples.ts';
import { parameterTensors } from './training-state.ts';

export interface ScoreVariantInput {
  readonly variant: Variant;
  /** All parameters of a trained variant; empty for what is counted. */
  readonly values: Float32Array;
  readonly settings: RunConfig['recommender'];
  readonly data: RecommenderData;
  readonly examples: readonly RankingExample[];
  readonly breathe: Breathe;
  readonly signal?: AbortSignal | undefined;
}

/** Scores of all items for each example by any trained variant, (N) a row, in the examples' order. */
export async function scoreVariant(input: ScoreVariantInput): Promise<Float32Array[]> {
  const { variant, data, examples } = input;
  if (isFitted(variant)) return eachBreathing(examples, FITTED_MODELS[variant].fit(data), input);
  if (variant !== 'fusion') return scoreLearned(input, MODELS[variant]);
  const gates = gatesOf(input);
  return (await fusionEvidence(input)).map((own) => weigh(own, gates));
}

/** What a trained `fusion` weighs, for each example. */
export async function fusionEvidence(input: ScoreVariantInput): Promise<Evidence[]> {
  const dialog = await scoreLearned(input, fusion);
  const history = await scoreLearned(input, fusion, fusionHistory);
  const counted = countedEvidence(input.data);
  const weighed = (example: RankingExample, row: number): Evidence => {
    const { counted: scores, context } = counted(example);
    const learned = [dialog[row], history[row]].map((logits) => logSoftmax(logits ?? new Float32Array(0)));
    return { scores: [...learned, ...scores], context };
  };
  return eachBreathing(input.examples, weighed, input);
}

/** Memory of what is weighed for one example. */
export const evidenceBytes = ({ catalogue }: RecommenderData): number =>
  SOURCES.length * catalogue.itemIds.length * Float32Array.BYTES_PER_ELEMENT;

/** How much of its attention the model gives to each item of an example's history, by place, adding up to 1; or null. */
export async function attendedHistory(input: ScoreVariantInput): Promise<Float32Array[] | null> {
  const { variant, data, settings, examples } = input;
  if (isFitted(variant)) return null;
  const model = MODELS[variant];
  if (model.attended === undefined) return null;
  const shape = modelShape(data, settings);
  return withTensors(input, model, async (parameters, catalogue) => {
    const rows: Float32Array[] = [];
    for (const example of examples) {
      const batch = batchTensors([example], data);
      const weights = tf.tidy(() => model.attended?.(parameters, shape, batch, catalogue)); // (1, L), latest first
      const latestFirst = (await weights?.data<'float32'>()) ?? new Float32Array(0);
      rows.push(latestFirst.slice(0, example.history.length).reverse());
      weights?.dispose();
      disposeBatch(batch);
      input.signal?.throwIfAborted();
      await input.breathe();
    }
    return rows;
  });
}

/** `owner` has the parameters, `model` the scores. */
function scoreLearned(
  input: ScoreVariantInput,
  owner: RankingModel,
  model: Pick<RankingModel, 'logits'> = owner,
): Promise<Float32Array[]> {
  const { data, settings, examples, breathe, signal } = input;
  const shape = modelShape(data, settings);
  return withTensors(input, owner, (parameters, catalogue) =>
    scoreExamples({ model, parameters, shape, catalogue, data, examples, breathe, signal }),
  );
}

async function withTensors<T>(
  { data, settings, values }: ScoreVariantInput,
  owner: RankingModel,
  use: (parameters: Parameters, catalogue: CatalogueTensors) => Promise<T>,
): Promise<T> {
  const specs = owner.parameters(modelShape(data, settings), data.textProjection, 0);
  const flat = tf.tensor1d(values);
  const parameters = parameterTensors(specs, flat);
  const catalogue = catalogueTensors(data.catalogue, data.textDimension);
  try {
    return await use(parameters, catalogue);
  } finally {
    tf.dispose([...Object.values(parameters), flat, catalogue.text, catalogue.logPopularity]);
  }
}
