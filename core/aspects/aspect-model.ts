import { z } from 'zod';

import { PipelineError } from '../errors.ts';
import type { ProjectionHead } from './projection-head.ts';
import { SentimentModelSchema, type SentimentModel } from './sentiment-model.ts';

/** Everything that is fitted on the training period, and that later sentences are described by. */
export interface AspectModel {
  /** The encoder whose embeddings it was fitted on: another's mean nothing to it. */
  readonly encoderId: string;
  readonly head: ProjectionHead;
  /** (K, projected), unit rows. */
  readonly centroids: Float32Array;
  /** tau: softmax temperature of projected cosines. */
  readonly temperature: number;
  /** Null: no ratings to learn from; the lexicon alone decides. */
  readonly sentiment: SentimentModel | null;
}

export const AspectModelJsonSchema = z.object({
  format: z.literal('convrecstudio-aspects-2'),
  encoderId: z.string(),
  dimension: z.int().positive(),
  projected: z.int().positive(),
  clusters: z.int().positive(),
  temperature: z.number().positive(),
  sentiment: SentimentModelSchema.nullable(),
});
export type AspectModelJson = z.infer<typeof AspectModelJsonSchema>;

/** `model.json`, `projection.f32` ((dimension + 1) x projected, the last row the bias) and `centroids.f32`. */
export interface EncodedAspectModel {
  readonly json: AspectModelJson;
  readonly projection: Float32Array;
  readonly centroids: Float32Array;
}

export function encodeAspectModel(model: AspectModel): EncodedAspectModel {
  const { head } = model;
  const projection = new Float32Array((head.dimension + 1) * head.projected);
  projection.set(head.weights);
  projection.set(head.bias, head.weights.length);
  return {
    json: {
      format: 'convrecstudio-aspects-2',
      encoderId: model.encoderId,
      dimension: head.dimension,
      projected: head.projected,
      clusters: model.centroids.length / head.projected,
      temperature: model.temperature,
      sentiment: model.sentiment === null ? null : { ...model.sentiment, weights: [...model.sentiment.weights] },
    },
    projection,
    centroids: model.centroids,
  };
}

/** Throws `artefact_invalid` where the three parts do not fit each other. */
export function decodeAspectModel(encoded: {
  readonly json: unknown;
  readonly projection: Float32Array;
  readonly centroids: Float32Array;
}): AspectModel {
  const parsed = AspectModelJsonSchema.safeParse(encoded.json);
  if (!parsed.success) throw invalid('model.json', z.prettifyError(parsed.error));
  const json = parsed.data;
  const weights = json.dimension * json.projected;
  if (encoded.projection.length !== weights + json.projected) {
    throw invalid('projection.f32', `has ${encoded.projection.length} numbers, expected ${weights + json.projected}`);
  }
  if (encoded.centroids.length !== json.clusters * json.projected) {
    throw invalid(
      'centroids.f32',
      `has ${encoded.centroids.length} numbers, expected ${json.clusters * json.projected}`,
    );
  }
  return {
    encoderId: json.encoderId,
    head: {
      dimension: json.dimension,
      projected: json.projected,
      weights: encoded.projection.slice(0, weights),
      bias: encoded.projection.slice(weights),
    },
    centroids: encoded.centroids,
    temperature: json.temperature,
    sentiment: json.sentiment,
  };
}

function invalid(file: string, problem: string): PipelineError {
  return new PipelineError(
    'artefact_invalid',
    `aspects/${file} ${problem}; delete the run's aspects folder and start the run again`,
    { subject: file },
  );
}
