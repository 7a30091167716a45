import * as tf from '@tensorflow/tfjs-core';
// The union package registers the gradients of all kernels (tfjs-core alone has none) and the plain JS backend.
import '@tensorflow/tfjs';

/** Small sizes only: the plain JS backend needs no set-up, and no speed. */
export async function useCpuBackend(): Promise<void> {
  if (!(await tf.setBackend('cpu')) || tf.getBackend() !== 'cpu') throw new Error('no cpu backend');
}
