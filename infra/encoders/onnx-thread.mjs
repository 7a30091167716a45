// One inference session on a thread of its own: onnxruntime-node holds the thread that calls it until the answer is there.
// Plain JavaScript, since threads have no part in the compiling of the sources.
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';

// A copy: the library takes no shared memory.
const session = await InferenceSession.create(Uint8Array.from(workerData.model), {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
});
parentPort.postMessage({ ready: true });

parentPort.on('message', async ({ inputs, shape, output }) => {
  try {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, values]) => [name, new Tensor('int64', values, shape)]),
    );
    const { [output]: answer } = await session.run(feeds);
    if (!(answer?.data instanceof Float32Array)) throw new Error(`the model gave no ${output}`);
    const values = answer.data.slice();
    parentPort.postMessage({ values }, [values.buffer]);
  } catch (error) {
    parentPort.postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
});
