import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';

const require = createRequire(import.meta.url);
let registered = false;

/** Registers the WebAssembly backend, with the kernel that training needs and it lacks. */
export async function registerWasmBackend(): Promise<void> {
  if (registered) return;
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const main = require.resolve('@tensorflow/tfjs-backend-wasm/package.json');
  setWasmPaths(join(dirname(main), 'wasm-out') + sep);
  tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: unsortedSegmentSum });
  registered = true;
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
