import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';

const require = createRequire(import.meta.url);
let registered = false;

/** Registers and starts the WebAssembly backend, with the gradients and the kernel that training needs and it lacks. */
export async function registerWasmBackend(): Promise<void> {
  if (registered) return;
  // tfjs-core comes without gradients, and only the union package can be loaded for them by node.
  createRequire(require.resolve('@tensorflow/tfjs-node/package.json'))('@tensorflow/tfjs');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const main = require.resolve('@tensorflow/tfjs-backend-wasm/package.json');
  setWasmPaths(join(dirname(main), 'wasm-out') + sep);
  tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: unsortedSegmentSum });
  await keepingProcessListeners(() => tf.setBackend('wasm'));
  registered = true;
}

const FAULT_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/** The module's loader adds listeners that throw every fault of the whole process anew: they are taken off again. */
async function keepingProcessListeners<T>(load: () => Promise<T>): Promise<T> {
  const before = new Set(FAULT_EVENTS.flatMap((event) => process.rawListeners(event)));
  try {
    return await load();
  } finally {
    for (const event of FAULT_EVENTS) {
      for (const listener of process.rawListeners(event)) {
        // Node types listeners of any event as Function; removing asks for the callable form.
        if (!before.has(listener)) process.removeListener(event, listener as () => void);
      }
    }
  }
}

interface DataBackend {
  readSync(dataId: object): tf.backend_util.TypedArray;
  write(values: tf.backend_util.TypedArray, shape: number[], dtype: tf.DataType): object;
}

/**
 * Gradient of gather, hence of every embedding: rows of x (n, ...) summed into (numSegments, ...) by segmentIds (n),
 * negative ids dropped. In plain JavaScript: it is memory-bound, and one pass over x.
 */
const unsortedSegmentSum: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const x = inputs['x'];
  const segmentIds = inputs['segmentIds'];
  const numSegments = Number(attrs?.['numSegments']);
  if (x === undefined || segmentIds === undefined) throw new TypeError('UnsortedSegmentSum takes x and segmentIds');
  // tfjs types a kernel's backend as unknown: this one is the WebAssembly backend that the kernel is registered for.
  const memory = backend as DataBackend;
  const values = memory.readSync(x.dataId);
  const ids = memory.readSync(segmentIds.dataId);
  const width = x.shape.slice(segmentIds.shape.length).reduce((product, size) => product * size, 1);
  const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
  const sums = x.dtype === 'int32' ? new Int32Array(numSegments * width) : new Float32Array(numSegments * width);
  for (let row = 0; row < ids.length; row++) {
    const segment = ids[row] ?? -1;
    if (segment < 0) continue;
    for (let column = 0; column < width; column++) {
      const at = segment * width + column;
      sums[at] = (sums[at] ?? 0) + (values[row * width + column] ?? 0);
    }
  }
  return { dataId: memory.write(sums, shape, x.dtype), shape, dtype: x.dtype };
};
