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

/** Value and first and second moment of one parameter, all of the parameter's shape. */
export interface AdamWSlot {
  readonly value: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
}

/** The slot after step `step` (from 1). The old slot and the gradient are disposed. */
export function adamWStep(
  slot: AdamWSlot,
  gradient: tf.Tensor,
  step: number,
  decays: boolean,
  { learningRate, weightDecay }: AdamWSettings,
): AdamWSlot {
  const first = tf.tidy(() => tf.add(tf.mul(slot.first, BETA1), tf.mul(gradient, 1 - BETA1)));
  const second = tf.tidy(() => tf.add(tf.mul(slot.second, BETA2), tf.mul(tf.square(gradient), 1 - BETA2)));
  const value = tf.tidy(() => {
    const mean = tf.div(first, 1 - BETA1 ** step);
    const deviation = tf.add(tf.sqrt(tf.div(second, 1 - BETA2 ** step)), EPSILON);
    const kept = decays ? tf.mul(slot.value, 1 - learningRate * weightDecay) : slot.value;
    return tf.sub(kept, tf.mul(tf.div(mean, deviation), learningRate));
  });
  tf.dispose([slot.value, slot.first, slot.second, gradient]);
  return { value, first, second };
}
