/**
 * One side of bench/training.ts in a process of its own: trains a workload on one backend and prints what it took.
 *   npx tsx bench/training-side.ts BACKEND STEPS WORKLOAD_JSON [profile]
 */
import * as tf from '@tensorflow/tfjs-core';

import { TrainingState, sizeOf } from '../core/recommender/training-state.ts';
import { type BackendChoice, loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { type Workload, prepare } from './training-workloads.ts';

const WARM_UP = 3;
const [backend = '', stepsText = '', json = '', profile] = process.argv.slice(2);
const workload: Workload = JSON.parse(json);
await loadTensorFlow(backend as BackendChoice, process.env);
const prepared = prepare(workload);
const { specs } = prepared;
const state = TrainingState.fresh(specs, { learningRate: 2e-3, weightDecay: 0.01 });
const step = (): Promise<number> => state.update((parameters) => prepared.loss(parameters, state.step));
for (let at = 0; at < WARM_UP; at++) await step();
const tensorsBefore = tf.memory().numTensors;
const kernels = profile === 'profile' ? watchKernels() : null;
const steps = Number(stepsText);
const milliseconds: number[] = [];
const cpuBefore = process.cpuUsage();
let last = Number.NaN;
for (let at = 0; at < steps; at++) {
  const started = performance.now();
  last = await step();
  milliseconds.push(performance.now() - started);
  await new Promise((resolve) => void setImmediate(resolve));
}
const cpu = process.cpuUsage(cpuBefore);
const [median = 0] = milliseconds.sort((a, b) => a - b).slice(Math.floor(steps / 2));
console.log(
  JSON.stringify({
    parameters: sizeOf(specs),
    stepsPerSecond: 1000 / median,
    cpuMsPerStep: (cpu.user + cpu.system) / 1000 / steps,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    loss: last,
    tensorsGrown: tf.memory().numTensors - tensorsBefore,
  }),
);
if (kernels !== null) {
  for (const [name, { ms, calls }] of [...kernels].sort(([, a], [, b]) => b.ms - a.ms).slice(0, 20)) {
    console.log(
      `${name.padEnd(24)} ${(calls / steps).toFixed(1).padStart(7)} calls ${(ms / steps).toFixed(2).padStart(8)} ms a step`,
    );
  }
}

/** Time by kernel of the native backend: on the CPU each call ends when its result is there. */
function watchKernels(): Map<string, { ms: number; calls: number }> {
  const found = new Map<string, { ms: number; calls: number }>();
  const native = tf.backend() as unknown as Record<string, (name: string, ...rest: unknown[]) => unknown>;
  for (const method of ['executeSingleOutput', 'executeMultipleOutputs']) {
    const original = native[method]?.bind(native);
    if (original === undefined) throw new Error('only the native backend can be profiled');
    native[method] = (name, ...rest) => {
      const started = performance.now();
      try {
        return original(name, ...rest);
      } finally {
        const entry = found.get(name) ?? { ms: 0, calls: 0 };
        found.set(name, { ms: entry.ms + performance.now() - started, calls: entry.calls + 1 });
      }
    };
  }
  return found;
}
