import * as tf from '@tensorflow/tfjs-core';

import { createRandom, deriveSeed, type Random } from '../random.ts';
import { valuesOf } from './tensor-values.ts';
import { gatherRows } from './vectors.ts';

/**
 * InfoNCE training of the projection head (paper, temporal profiling: "contrastive spherical k-means with an InfoNCE
 * objective"). With x the centred embedding, D feature dropout, z = normalise(D(x) W), p(i) a neighbour of i from
 * another review and c(i) the cluster as it stands:
 *
 *   L     = -1/B sum_i log  exp(z_i . z_p(i) / tau) / sum_{j in N(i)} exp(z_i . z_p(j) / tau)
 *   N(i)  = {i} and every j with c(p(j)) != c(i)                  (same-cluster negatives are masked)
 *
 * Departures from the plainest reading: positives are near neighbours in *other* reviews, not dropout views of one
 * sentence nor its neighbours in the text (these teach the review, not the aspect); the head is linear and starts from
 * the principal subspace; no term pulls units to their centroids (prototype InfoNCE at weight 1, tau 0.2 cost half a
 * point of F1 and tied the head to one seed's clusters). What it earns, by bench/aspects.ts, is stability: fits of
 * different seeds agree more often with it than without it (steps 0); F1 on restaurants is half a point lower, accuracy on
 * OPOSUM's products two points higher.
 */
export interface ContrastiveOptions {
  readonly temperature: number;
  readonly batchSize: number;
  readonly dropout: number;
  readonly learningRate: number;
  /** Steps of the whole training: the cosine decay ends there. */
  readonly steps: number;
  readonly seed: number;
}

export interface ContrastiveData {
  /** (n, dimension), centred. */
  readonly centred: Float32Array;
  readonly dimension: number;
  readonly projected: number;
  /** (n, neighbourCount), -1 where there are fewer. */
  readonly neighbours: Int32Array;
  readonly neighbourCount: number;
}

/** Adam's state beside the weights; kept in plain arrays, so that a step is the same on every backend but for rounding. */
export interface HeadTraining {
  weights: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
/** Added to a masked logit: far below any cosine over tau. */
const MASKED = -1e9;

export function startTraining(weights: Float32Array): HeadTraining {
  return {
    weights: Float32Array.from(weights),
    firstMoment: new Float32Array(weights.length),
    secondMoment: new Float32Array(weights.length),
  };
}

/** One step; returns the loss. Batches come from the step's own seed, so that a step needs no history. */
export function trainStep(
  training: HeadTraining,
  data: ContrastiveData,
  assignment: Int32Array,
  step: number,
  options: ContrastiveOptions,
): number {
  const random = createRandom(deriveSeed(options.seed, 'contrastive-step', step));
  const batch = drawBatch(data, options.batchSize, random);
  if (batch.anchors.length < 2) return 0;
  const [loss, gradient] = valuesOf(() => {
    const views = {
      anchor: droppedRows(data, batch.anchors, options.dropout, random),
      positive: droppedRows(data, batch.positives, options.dropout, random),
    };
    const mask = sameClusterMask(batch, assignment);
    const objective = (weights: tf.Tensor): tf.Scalar => {
      const anchor = unitRows(tf.matMul(views.anchor, weights));
      const positive = unitRows(tf.matMul(views.positive, weights));
      return infoNce(tf.add(tf.div(tf.matMul(anchor, positive, false, true), options.temperature), mask));
    };
    const weights = tf.tensor2d(training.weights, [data.dimension, data.projected]);
    const { value, grad } = tf.valueAndGrad(objective)(weights);
    return [value, grad];
  });
  if (gradient === undefined) return 0;
  adam(training, gradient, step, cosineDecay(options.learningRate, step, options.steps));
  return loss?.[0] ?? 0;
}

interface Batch {
  readonly anchors: number[];
  readonly positives: number[];
}

function drawBatch(data: ContrastiveData, size: number, random: Random): Batch {
  const rows = data.centred.length / data.dimension;
  const anchors: number[] = [];
  const positives: number[] = [];
  for (let draw = 0; draw < size; draw++) {
    const anchor = random.int(rows);
    const from = anchor * data.neighbourCount;
    const near = [...data.neighbours.subarray(from, from + data.neighbourCount)].filter((row) => row >= 0);
    if (near.length === 0) continue;
    anchors.push(anchor);
    positives.push(random.pick(near));
  }
  return { anchors, positives };
}

/** Inverted feature dropout: what is kept is scaled up, though the norm divides it out again. */
function droppedRows(data: ContrastiveData, rows: readonly number[], rate: number, random: Random): tf.Tensor2D {
  const values = gatherRows(data.centred, rows, data.dimension);
  for (let at = 0; at < values.length; at++) {
    values[at] = random.next() < rate ? 0 : (values[at] ?? 0) / (1 - rate);
  }
  return tf.tensor2d(values, [rows.length, data.dimension]);
}

/** (B, B): 0 where j is the positive or a negative of i, a large negative number where it is masked. */
function sameClusterMask(batch: Batch, assignment: Int32Array): tf.Tensor2D {
  const size = batch.anchors.length;
  const mask = new Float32Array(size * size);
  for (const [i, anchor] of batch.anchors.entries()) {
    for (const [j, positive] of batch.positives.entries()) {
      if (i !== j && assignment[anchor] === assignment[positive]) mask[i * size + j] = MASKED;
    }
  }
  return tf.tensor2d(mask, [size, size]);
}

function unitRows(rows: tf.Tensor): tf.Tensor {
  return tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), 1, true), 1e-12)));
}

/** -mean of the diagonal of the row-wise log-softmax. */
function infoNce(logits: tf.Tensor): tf.Scalar {
  const size = logits.shape[0] ?? 0;
  const own = tf.sum(tf.mul(logits, tf.eye(size)), 1);
  return tf.mean(tf.sub(tf.logSumExp(logits, 1), own));
}

function cosineDecay(learningRate: number, step: number, steps: number): number {
  return 0.5 * learningRate * (1 + Math.cos((Math.PI * step) / steps));
}

/** Adam (Kingma and Ba, 2015), bias-corrected; `step` counts from 0. */
function adam(training: HeadTraining, gradient: tf.TypedArray, step: number, learningRate: number): void {
  const { weights, firstMoment, secondMoment } = training;
  const correction1 = 1 - BETA1 ** (step + 1);
  const correction2 = 1 - BETA2 ** (step + 1);
  for (let at = 0; at < weights.length; at++) {
    const slope = gradient[at] ?? 0;
    const first = BETA1 * (firstMoment[at] ?? 0) + (1 - BETA1) * slope;
    const second = BETA2 * (secondMoment[at] ?? 0) + (1 - BETA2) * slope * slope;
    firstMoment[at] = first;
    secondMoment[at] = second;
    weights[at] =
      (weights[at] ?? 0) - (learningRate * (first / correction1)) / (Math.sqrt(second / correction2) + EPSILON);
  }
}
