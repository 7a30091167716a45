import { matMul, nextFrame, tensor2d } from '@tensorflow/tfjs-core';

import { deriveSeed } from '../random.ts';
import { startTraining, trainStep, type ContrastiveData, type ContrastiveOptions } from './contrastive-head.ts';
import { valuesOf } from './tensor-values.ts';
import { normaliseRows } from './vectors.ts';

export interface HeadSettings {
  readonly steps: number;
  readonly temperature: number;
  readonly seed: number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface TrainedHead {
  /** (dimension, projected). */
  readonly weights: Float32Array;
  /** InfoNCE loss, averaged over each quarter of the steps. */
  readonly losses: number[];
}

const QUARTERS = 4;
const BATCH_SIZE = 256;
const LEARNING_RATE = 3e-4;
const FEATURE_DROPOUT = 0.2;
/** Steps between two looks at the event loop: heartbeats must go out. */
const STEPS_A_BREATH = 10;

/** InfoNCE steps on the head (contrastive-head.ts) under the clusters given. No steps: the head stays as it starts. */
export async function trainHead(
  data: ContrastiveData,
  start: Float32Array,
  assignment: Int32Array,
  settings: HeadSettings,
): Promise<TrainedHead> {
  const { steps } = settings;
  const training = startTraining(start);
  const options: ContrastiveOptions = {
    temperature: settings.temperature,
    batchSize: Math.min(BATCH_SIZE, data.centred.length / data.dimension),
    dropout: FEATURE_DROPOUT,
    learningRate: LEARNING_RATE,
    steps,
    seed: deriveSeed(settings.seed, 'contrastive'),
  };
  const quarter = Math.ceil(steps / QUARTERS);
  const losses: number[] = [];
  for (let from = 0; from < steps; from += quarter) {
    const end = Math.min(from + quarter, steps);
    let sum = 0;
    for (let step = from; step < end; step++) {
      sum += trainStep(training, data, assignment, step, options);
      if (step % STEPS_A_BREATH !== STEPS_A_BREATH - 1) continue;
      settings.onProgress?.(step + 1, steps);
      await nextFrame();
    }
    losses.push(sum / (end - from));
  }
  settings.onProgress?.(steps, steps);
  return { weights: training.weights, losses };
}

/** z = normalise(x W), (n, projected), for rows that are centred already. */
export function projectCentred(
  { centred, dimension, projected }: Pick<ContrastiveData, 'centred' | 'dimension' | 'projected'>,
  weights: Float32Array,
): Float32Array {
  const [rows] = valuesOf(() => [
    matMul(tensor2d(centred, [centred.length / dimension, dimension]), tensor2d(weights, [dimension, projected])),
  ]);
  return normaliseRows(Float32Array.from(rows ?? []), projected);
}
