import { z } from 'zod';

import { PipelineError } from '../errors.ts';
import { ClusterStabilitySchema, type ClusterStability } from './cluster-stability.ts';
import type { Consensus } from './consensus.ts';
import type { ProjectionHead } from './projection-head.ts';
import { SentimentModelSchema, type SentimentModel } from './sentiment-model.ts';

/** Everything that is fitted on the training period, and that later sentences are described by. */
export interface AspectModel {
  /** The encoder whose embeddings it was fitted on: another's mean nothing to it. */
  readonly encoderId: string;
  readonly head: ProjectionHead;
  /** Null: one clustering, the nearest centroid decides. */
  readonly consensus: Consensus | null;
  /** (K, projected), unit rows: the middle of each aspect's training units. Beside a consensus they measure fit and distance only. */
  readonly centroids: Float32Array;
  /** Cosine with the nearest centroid below which a unit fits none of the aspects; null: every unit fits one. */
  readonly floor: number | null;
  /** Softmax temperature of an aspect's share in a unit. */
  readonly temperature: number;
  /** Null: no ratings to learn from; the lexicon alone decides. */
  readonly sentiment: SentimentModel | null;
  /** How stable the numbers of clusters that were tried are; null where K was given. */
  readonly stability: readonly ClusterStability[] | null;
}

/** What fits none of the K aspects has this id, after theirs. */
export function otherAspectId(model: Pick<AspectModel, 'head' | 'centroids'>): number {
  return model.centroids.length / model.head.projected;
}

const FORMAT = 'convrecstudio-aspects-3';

export const AspectModelJsonSchema = z.object({
  format: z.literal(FORMAT),
  encoderId: z.string(),
  dimension: z.int().positive(),
  projected: z.int().positive(),
  clusters: z.int().positive(),
  /** Fits that the consensus is of, and their softmax temperature; null without one. */
  consensus: z.object({ members: z.int().positive(), temperature: z.number().positive() }).nullable(),
  floor: z.number().nullable(),
  temperature: z.number().positive(),
  sentiment: SentimentModelSchema.nullable(),
  stability: z.array(ClusterStabilitySchema).nullable(),
});
export type AspectModelJson = z.infer<typeof AspectModelJsonSchema>;

/**
 * `model.json`, `projection.f32` ((dimension + 1) x projected, the last row the bias) and `centroids.f32`: (K, projected)
 * centroids and, of a consensus of M fits, (M K, projected) members and (K, M K) prototypes.
 */
export interface EncodedAspectModel {
  readonly json: AspectModelJson;
  readonly projection: Float32Array;
  readonly centroids: Float32Array;
}

export function encodeAspectModel(model: AspectModel): EncodedAspectModel {
  const { head, consensus } = model;
  return {
    json: {
      format: FORMAT,
      encoderId: model.encoderId,
      dimension: head.dimension,
      projected: head.projected,
      clusters: otherAspectId(model),
      consensus:
        consensus === null
          ? null
          : { members: consensus.members.length / model.centroids.length, temperature: consensus.temperature },
      floor: model.floor,
      temperature: model.temperature,
      sentiment: model.sentiment === null ? null : { ...model.sentiment, weights: [...model.sentiment.weights] },
      stability: model.stability === null ? null : [...model.stability],
    },
    projection: joined([head.weights, head.bias]),
    centroids: joined([model.centroids, ...(consensus === null ? [] : [consensus.members, consensus.prototypes])]),
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
  const { dimension, projected, clusters, consensus, ...json } = parsed.data;
  const fits = consensus?.members ?? 0;
  const [weights, bias] = parts('projection.f32', encoded.projection, [dimension * projected, projected]);
  const [centroids, members, prototypes] = parts('centroids.f32', encoded.centroids, [
    clusters * projected,
    fits * clusters * projected,
    clusters * fits * clusters,
  ]);
  return {
    encoderId: json.encoderId,
    head: { dimension, projected, weights, bias },
    consensus: consensus === null ? null : { members, prototypes, temperature: consensus.temperature },
    centroids,
    floor: json.floor,
    temperature: json.temperature,
    sentiment: json.sentiment,
    stability: json.stability,
  };
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** Consecutive stretches of `numbers`, which they must fill. */
function parts<const Lengths extends readonly number[]>(
  file: string,
  numbers: Float32Array,
  lengths: Lengths,
): { -readonly [Place in keyof Lengths]: Float32Array } {
  const expected = lengths.reduce((sum, length) => sum + length, 0);
  if (numbers.length !== expected) throw invalid(file, `has ${numbers.length} numbers, expected ${expected}`);
  let at = 0;
  const found = lengths.map((length) => numbers.slice(at, (at += length)));
  // One stretch a length: map keeps the tuple's places, which its type does not say.
  return found as { -readonly [Place in keyof Lengths]: Float32Array };
}

function invalid(file: string, problem: string): PipelineError {
  return new PipelineError(
    'artefact_invalid',
    `aspects/${file} ${problem}; delete the run's aspects folder and start the run again`,
    { subject: file },
  );
}
