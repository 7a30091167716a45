import * as tf from '@tensorflow/tfjs-core';

/** What of the native backend's memory is used here; tfjs types a kernel's backend as unknown. */
interface SharedMemory {
  incRef(dataId: object): void;
}

/**
 * tfjs-node calls TensorFlow to reshape a tensor to the shape that it has, and to cast it to the type that it has: gradients of
 * broadcasting operations do both at every turn, a third of all kernels of a training step. Here such a call shares the
 * memory, as the other backends do.
 */
export function shareUnchanged(): void {
  share('Reshape', ({ x }, attributes) => {
    const shape = attributes['shape'];
    return Array.isArray(shape) && shape.length === x.shape.length && shape.every((n, at) => n === x.shape[at]);
  });
  share('Cast', ({ x }, attributes) => attributes['dtype'] === x.dtype);
}

function share(
  kernelName: string,
  isUnchanged: (inputs: { readonly x: tf.TensorInfo }, attributes: Record<string, unknown>) => boolean,
): void {
  const original = tf.getKernel(kernelName, 'tensorflow');
  if (original === undefined) return;
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({
    ...original,
    kernelFunc(call) {
      const { x } = call.inputs;
      if (x === undefined || !isUnchanged({ x }, call.attrs ?? {})) return original.kernelFunc(call);
      (call.backend as SharedMemory).incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
  });
}
