import * as tf from '@tensorflow/tfjs-core';

/**
 * AdamW (Loshchilov & Hutter, 2019: weight decay apart from the gradient) with its whole state in the open. The
 * optimizer of TensorFlow.js hides its step count in running products, and training resumed from them differs in the
 * last bits.
 */
export interface AdamWSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * All parameters and their running sums of gradients and of squared gradients, each as one flat vector (P): eleven
 * operations a step in all. The sums are the moments of the paper less their factors 1 - beta, which the step's size takes in:
 * each operation saved is a pass over all parameters.
 */
export interface AdamWState {
  readonly values: tf.Tensor1D;
  readonly first: tf.Tensor1D;
  readonly second: tf.Tensor1D;
}

/** The state after step `step` (from 1). `kept` (P): what weight decay leaves of each parameter. Disposes nothing. */
export function adamWStep(
  state: AdamWState,
  gradient: tf.Tensor1D,
  step: number,
  kept: tf.Tensor1D,
  { learningRate }: AdamWSettings,
): AdamWState {
  const first = tf.add<tf.Tensor1D>(tf.mul(state.first, BETA1), gradient);
  const second = tf.add<tf.Tensor1D>(tf.mul(state.second, BETA2), tf.square(gradient));
  const meanFactor = (1 - BETA1) / (1 - BETA1 ** step);
  const deviationFactor = Math.sqrt((1 - BETA2) / (1 - BETA2 ** step));
  const direction = tf.div(first, tf.add(tf.sqrt(second), EPSILON / deviationFactor));
  const change = tf.mul(direction, (learningRate * meanFactor) / deviationFactor);
  return { values: tf.sub<tf.Tensor1D>(tf.mul(state.values, kept), change), first, second };
}
