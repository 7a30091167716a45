import * as tf from '@tensorflow/tfjs-core';

/**
 * Builds tensors inside a tidy, reads them out, disposes of them. Values must never be returned from a tidy itself: it
 * looks for tensors in whatever it is given, and walks a typed array element by element (minutes for a few millions).
 */
export function valuesOf(build: () => readonly tf.Tensor[]): tf.TypedArray[] {
  const tensors = tf.tidy(() => [...build()]);
  const values = tensors.map((tensor) => tensor.dataSync());
  tf.dispose(tensors);
  return values;
}
