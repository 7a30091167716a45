import { matMul, nextFrame, tensor2d } from '@tensorflow/tfjs-core';

import { deriveSeed } from '../random.ts';
import { startTraining, trainStep, type ContrastiveData, type ContrastiveOptions } from './contrastive-head.ts';
import { refineCentroids, sphericalKMeans } from './spherical-k-means.ts';
import { valuesOf } from './tensor-values.ts';
import { normaliseRows } from './vectors.ts';

export interface HeadSettings {
  readonly clusters: number;
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
  /** Mean cosine of a unit with its centroid, after each alternation, the start included. */
  readonly objectives: number[];
}

const ALTERNATIONS = 4;
const STARTS = 4;
const MAX_ITERATIONS = 40;
const BATCH_SIZE = 256;
const LEARNING_RATE = 3e-4;
const FEATURE_DROPOUT = 0.2;
/** Steps between two looks at the event loop: heartbeats must go out. */
const STEPS_A_BREATH = 10;

/**
 * Training and clustering in turn, each starting from where the other left it:
 *
 *   W given;  mu <- spherical k-means(z = normalise((x - mean) W))
 *   repeat four times: a quarter of the InfoNCE steps on W with mu fixed;  mu <- spherical k-means(z) from mu
 *
 * See contrastive-head.ts for the objective. No steps: the head stays as it starts.
 */
export async function trainHead(
  data: ContrastiveData,
  start: Float32Array,
  settings: HeadSettings,
): Promise<TrainedHead> {
  const { steps, clusters } = settings;
  if (steps === 0) return { weights: start, losses: [], objectives: [] };
  const { projected } = data;
  const training = startTraining(start);
  const rows = (): Float32Array => projectCentred(data, training.weights);
  const kMeans = {
    clusters,
    seed: deriveSeed(settings.seed, 'k-means'),
    starts: STARTS,
    maxIterations: MAX_ITERATIONS,
  };
  let clustering = sphericalKMeans(rows(), projected, kMeans);
  await nextFrame();
  const quarter = Math.ceil(steps / ALTERNATIONS);
  const options: ContrastiveOptions = {
    temperature: settings.temperature,
    batchSize: Math.min(BATCH_SIZE, data.centred.length / data.dimension),
    dropout: FEATURE_DROPOUT,
    learningRate: LEARNING_RATE,
    steps,
    prototypesFrom: quarter,
    seed: deriveSeed(settings.seed, 'contrastive'),
  };
  const losses: number[] = [];
  const objectives = [clustering.objective];
  for (let from = 0; from < steps; from += quarter) {
    const end = Math.min(from + quarter, steps);
    let sum = 0;
    for (let step = from; step < end; step++) {
      sum += trainStep(training, data, clustering, step, options);
      if (step % STEPS_A_BREATH !== STEPS_A_BREATH - 1) continue;
      settings.onProgress?.(step + 1, steps);
      await nextFrame();
    }
    losses.push(sum / (end - from));
    clustering = refineCentroids(rows(), projected, clustering.centroids, MAX_ITERATIONS);
    objectives.push(clustering.objective);
    await nextFrame();
  }
  settings.onProgress?.(steps, steps);
  return { weights: training.weights, losses, objectives };
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
