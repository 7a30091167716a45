import { matMul, nextFrame, tensor2d } from '@tensorflow/tfjs-core';

import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import { createRandom, deriveSeed } from '../random.ts';
import { phrasesOf, type SentencePhrases } from '../text/phrases.ts';
import type { AspectCluster } from './aspect.ts';
import type { AspectModel } from './aspect-model.ts';
import { describeClusters } from './cluster-table.ts';
import { startTraining, trainStep, type ContrastiveData, type ContrastiveOptions } from './contrastive-head.ts';
import { nearestInOtherGroups } from './nearest-neighbours.ts';
import { headOf, principalSubspace } from './projection-head.ts';
import { refineCentroids, sphericalKMeans, type Clustering } from './spherical-k-means.ts';
import { valuesOf } from './tensor-values.ts';
import { centredRows, gatherRows, meanRow, normaliseRows } from './vectors.ts';

/**
 * Contrastive spherical k-means (paper, temporal profiling): a projection head trained with InfoNCE alternates with
 * spherical k-means in the projected space, each starting from where the other left it:
 *
 *   W <- principal subspace of the centred embeddings;  mu <- spherical k-means(z = normalise((x - mean) W))
 *   repeat four times: a quarter of the InfoNCE steps on W with mu fixed;  mu <- spherical k-means(z) from mu
 *
 * See contrastive-head.ts for the objective and its departures. The paper fixes K = 20 and the two ingredients; batch,
 * learning rate, neighbours, dropout and the alternation are ours.
 */
export interface FitAspectsInput {
  readonly texts: readonly string[];
  /** Review of each text: positives never come from the same one. */
  readonly reviewIds: readonly string[];
  /** (texts.length, dimension), row-major, unit rows. */
  readonly embeddings: Float32Array;
  readonly dimension: number;
  readonly encoderId: string;
  readonly settings: RunConfig['aspects'];
  readonly seed: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface FitDiagnostics {
  /** Sentences that took part, after sampling. */
  readonly sentences: number;
  /** InfoNCE loss, averaged over each quarter of the steps. */
  readonly losses: readonly number[];
  /** Mean cosine of a sentence with its centroid, after each alternation, the start included. */
  readonly objectives: readonly number[];
}

export interface FittedAspects {
  readonly model: AspectModel;
  readonly clusters: AspectCluster[];
  readonly diagnostics: FitDiagnostics;
}

const NEIGHBOURS = 5;
const ALTERNATIONS = 4;
const STARTS = 4;
const MAX_ITERATIONS = 40;
const BATCH_SIZE = 256;
const LEARNING_RATE = 3e-4;
const FEATURE_DROPOUT = 0.2;
/** Steps between two looks at the event loop: heartbeats must go out. */
const STEPS_A_BREATH = 10;

/** Throws `bad_configuration` where there are fewer sentences than clusters. The caller passes training sentences only. */
export async function fitAspects(input: FitAspectsInput): Promise<FittedAspects> {
  const sample = sampled(input);
  const { settings, dimension } = input;
  const projected = Math.min(settings.projectionDimension, dimension, sample.texts.length);
  const mean = meanRow(sample.embeddings, dimension);
  const centred = centredRows(sample.embeddings, mean);
  const neighbours = await nearestInOtherGroups(
    normaliseRows(Float32Array.from(centred), dimension),
    dimension,
    groupNumbers(sample.reviewIds),
    NEIGHBOURS,
  );
  const start = principalSubspace(centred, dimension, projected, deriveSeed(input.seed, 'head'));
  const data = { centred, dimension, projected, neighbours, neighbourCount: NEIGHBOURS };
  const trained = await alternate(input, data, start);
  const phrases: SentencePhrases[] = [];
  for (const [index, text] of sample.texts.entries()) {
    phrases.push(phrasesOf(text));
    if (index % 1000 === 999) await nextFrame();
  }
  const { clusters } = describeClusters(phrases, trained.clustering, projected);
  const model: AspectModel = {
    encoderId: input.encoderId,
    head: headOf(trained.weights, mean),
    centroids: trained.clustering.centroids,
    temperature: settings.temperature,
    sentiment: null,
  };
  const { losses, objectives } = trained;
  return { model, clusters, diagnostics: { sentences: sample.texts.length, losses, objectives } };
}

interface Trained {
  readonly weights: Float32Array;
  readonly clustering: Clustering;
  readonly losses: number[];
  readonly objectives: number[];
}

async function alternate(input: FitAspectsInput, data: ContrastiveData, start: Float32Array): Promise<Trained> {
  const { settings } = input;
  const { projected } = data;
  const training = startTraining(start);
  const rows = (): Float32Array => projectCentred(data, training.weights);
  const seed = deriveSeed(input.seed, 'k-means');
  let clustering = sphericalKMeans(rows(), projected, {
    clusters: settings.clusters,
    seed,
    starts: STARTS,
    maxIterations: MAX_ITERATIONS,
  });
  await nextFrame();
  const quarter = Math.ceil(settings.steps / ALTERNATIONS);
  const options: ContrastiveOptions = {
    temperature: settings.temperature,
    batchSize: Math.min(BATCH_SIZE, data.centred.length / data.dimension),
    dropout: FEATURE_DROPOUT,
    learningRate: LEARNING_RATE,
    steps: settings.steps,
    prototypesFrom: quarter,
    seed: deriveSeed(input.seed, 'contrastive'),
  };
  const losses: number[] = [];
  const objectives = [clustering.objective];
  for (let from = 0; from < settings.steps; from += quarter) {
    const end = Math.min(from + quarter, settings.steps);
    let sum = 0;
    for (let step = from; step < end; step++) {
      sum += trainStep(training, data, clustering, step, options);
      if (step % STEPS_A_BREATH === STEPS_A_BREATH - 1) {
        input.onProgress?.(step + 1, settings.steps);
        await nextFrame();
      }
    }
    losses.push(sum / (end - from));
    clustering = refineCentroids(rows(), projected, clustering.centroids, MAX_ITERATIONS);
    objectives.push(clustering.objective);
    await nextFrame();
  }
  input.onProgress?.(settings.steps, settings.steps);
  return { weights: training.weights, clustering, losses, objectives };
}

/** z = normalise(x W), (n, projected), for data that are centred already. */
function projectCentred(data: ContrastiveData, weights: Float32Array): Float32Array {
  const { centred, dimension, projected } = data;
  const [rows] = valuesOf(() => [
    matMul(tensor2d(centred, [centred.length / dimension, dimension]), tensor2d(weights, [dimension, projected])),
  ]);
  return normaliseRows(Float32Array.from(rows ?? []), projected);
}

function groupNumbers(reviewIds: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return reviewIds.map((reviewId) => {
    const number = numbers.get(reviewId) ?? numbers.size;
    numbers.set(reviewId, number);
    return number;
  });
}

/** At most `maxFitSentences`, drawn by seed, kept in the order given. */
function sampled(input: FitAspectsInput): { texts: string[]; reviewIds: string[]; embeddings: Float32Array } {
  const { texts, reviewIds, embeddings, dimension, settings } = input;
  if (texts.length < settings.clusters) {
    throw new PipelineError(
      'bad_configuration',
      `aspects.clusters is ${settings.clusters}, but the training period has only ${texts.length} sentences; ` +
        'bring more reviews or ask for fewer aspects',
      { subject: 'aspects.clusters' },
    );
  }
  if (embeddings.length !== texts.length * dimension || reviewIds.length !== texts.length) {
    throw new PipelineError('internal', `${texts.length} sentences do not fit ${embeddings.length} numbers`);
  }
  const all = [...texts.keys()];
  const random = createRandom(deriveSeed(input.seed, 'fit-sentences'));
  const kept =
    all.length <= settings.maxFitSentences
      ? all
      : random
          .shuffle(all)
          .slice(0, settings.maxFitSentences)
          .sort((a, b) => a - b);
  return {
    texts: kept.map((index) => texts[index] ?? ''),
    reviewIds: kept.map((index) => reviewIds[index] ?? ''),
    embeddings: gatherRows(embeddings, kept, dimension),
  };
}
