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

/** All parameters and their first and second moments, each as one flat vector (P): a dozen operations a step in all. */
export interface AdamWState {
  readonly values: tf.Tensor1D;
  readonly first: tf.Tensor1D;
  readonly second: tf.Tensor1D;
}

/** The state after step `step` (from 1). `decays` (P): 1 where weight decay applies, else 0. Disposes nothing. */
export function adamWStep(
  state: AdamWState,
  gradient: tf.Tensor1D,
  step: number,
  decays: tf.Tensor1D,
  { learningRate, weightDecay }: AdamWSettings,
): AdamWState {
  const first = tf.add<tf.Tensor1D>(tf.mul(state.first, BETA1), tf.mul(gradient, 1 - BETA1));
  const second = tf.add<tf.Tensor1D>(tf.mul(state.second, BETA2), tf.mul(tf.square(gradient), 1 - BETA2));
  const mean = tf.div(first, 1 - BETA1 ** step);
  const deviation = tf.add(tf.sqrt(tf.div(second, 1 - BETA2 ** step)), EPSILON);
  const kept = tf.mul(state.values, tf.sub(1, tf.mul(decays, learningRate * weightDecay)));
  const values = tf.sub<tf.Tensor1D>(kept, tf.mul(tf.div(mean, deviation), learningRate));
  return { values, first, second };
}
