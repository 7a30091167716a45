import { nextFrame } from '@tensorflow/tfjs-core';

import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import { createRandom, deriveSeed } from '../random.ts';
import { phrasesOf, type SentencePhrases } from '../text/phrases.ts';
import type { AspectCluster } from './aspect.ts';
import { otherAspectId, type AspectModel } from './aspect-model.ts';
import { aspectShares } from './assign-aspects.ts';
import { chooseClusters } from './choose-clusters.ts';
import { describeClusters } from './cluster-table.ts';
import { fitConsensus } from './consensus.ts';
import type { ContrastiveData } from './contrastive-head.ts';
import { nameableUnits } from './naming/nameable-units.ts';
import { nearestInOtherGroups } from './nearest-neighbours.ts';
import { headOf, principalSubspace, project } from './projection-head.ts';
import { projectCentred, trainHead, type TrainedHead } from './train-head.ts';
import { centredRows, gatherRows, meanRow, normaliseRows, rowDot } from './vectors.ts';

/**
 * Contrastive spherical k-means (paper, temporal profiling), on units (clauses) of the training period:
 *
 *   1. keep the units that name something which people judge (naming/nameable-units.ts)
 *   2. W <- principal subspace of the centred embeddings;  K given, or chosen by stability (choose-clusters.ts)
 *   3. c <- consensus of M spherical k-means fits of z = normalise((x - mean) W)        (consensus.ts)
 *   4. W <- InfoNCE between neighbours, negatives of the same c masked;  c <- consensus again   (contrastive-head.ts)
 *   5. mu_k <- normalise(sum of z over the units of aspect k);  floor <- a low quantile of max_k z . mu_k: what lies
 *      farther from all aspects than nearly all units they were fitted on is "other", with id K (assign-aspects.ts)
 *
 * The paper fixes K = 20, InfoNCE and spherical k-means. The units, the head, the consensus and "other"
 * are ours; bench/aspects.ts measures what each is worth.
 */
export interface FitAspectsInput {
  /** Units, as `unitsOf` gives them. */
  readonly texts: readonly string[];
  /** Review of each unit: positives never come from the same one. */
  readonly reviewIds: readonly string[];
  /** (texts.length, dimension), row-major, unit rows. */
  readonly embeddings: Float32Array;
  readonly dimension: number;
  readonly encoderId: string;
  readonly settings: FitSettings;
  readonly seed: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export type FitSettings = Pick<
  RunConfig['aspects'],
  'clusters' | 'maxFitSentences' | 'steps' | 'temperature' | 'projectionDimension'
>;

export interface FitDiagnostics {
  /** Units that were sampled. */
  readonly sentences: number;
  /** Those of them that centroids were fitted on. */
  readonly nameable: number;
  /** K. */
  readonly clusters: number;
  /** InfoNCE loss, averaged over each quarter of the steps. */
  readonly losses: readonly number[];
  /** Mean adjusted Rand index of a single fit with the consensus. */
  readonly agreement: number;
}

export interface FittedAspects {
  readonly model: AspectModel;
  /** The K aspects, then "other". */
  readonly clusters: AspectCluster[];
  readonly diagnostics: FitDiagnostics;
}

const NEIGHBOURS = 5;
/** Share of the fitted units that "other" may take: enough to measure, too few to matter where it errs. */
const FLOOR_QUANTILE = 0.03;
/** Softmax temperature of shares: consensus cosines of units that fits agree on differ by 0.3 and more. */
const SHARE_TEMPERATURE = 0.1;
/** Fits behind the clusters that mask negatives: with 6 instead, fits of different seeds agree less (Rand .76 for .80). */
const MASK_MEMBERS = 10;
/** Below so many nameable units an aspect, all units are fitted on: the counts behind "nameable" mean little then. */
const MIN_NAMEABLE_EACH = 50;

/** Throws `bad_configuration` where there are fewer units than clusters. The caller passes training units only. */
export async function fitAspects(input: FitAspectsInput): Promise<FittedAspects> {
  const sample = sampled(input);
  const { settings, dimension } = input;
  const phrases = await phrasesOfAll(sample.texts);
  const kept = fittedUnits(phrases, settings.clusters);
  const embeddings = gatherRows(sample.embeddings, kept, dimension);
  const projected = Math.min(settings.projectionDimension, dimension, kept.length);
  const mean = meanRow(embeddings, dimension);
  const centred = centredRows(embeddings, mean);
  const start = principalSubspace(centred, dimension, projected, deriveSeed(input.seed, 'head'));
  const space = { centred, dimension, projected };
  const startRows = projectCentred(space, start);
  const groups = groupNumbers(kept.map((index) => sample.reviewIds[index] ?? ''));
  const choice = settings.clusters === 'auto' ? await chooseClusters(startRows, projected, input.seed) : null;
  const clusters = choice?.clusters ?? Number(settings.clusters);
  const { weights, losses }: TrainedHead =
    settings.steps === 0
      ? { weights: start, losses: [] }
      : await contrasted(input, { ...space, rows: startRows, groups }, start, clusters);
  const rows = projectCentred(space, weights);
  const { consensus, assignment, agreement } = await fitConsensus(rows, projected, { clusters, seed: input.seed });
  const centroids = middles(rows, projected, assignment, clusters);
  const model: AspectModel = {
    encoderId: input.encoderId,
    head: headOf(weights, mean),
    consensus,
    centroids,
    floor: floorOf(rows, projected, centroids),
    temperature: SHARE_TEMPERATURE,
    sentiment: null,
    stability: choice?.stability ?? null,
  };
  const diagnostics = { sentences: sample.texts.length, nameable: kept.length, clusters, losses, agreement };
  return { model, clusters: describe(model, sample, phrases), diagnostics };
}

interface StartingSpace extends Pick<ContrastiveData, 'centred' | 'dimension' | 'projected'> {
  /** (n, projected), unit rows. */
  readonly rows: Float32Array;
  /** Review of each row. */
  readonly groups: readonly number[];
}

/** The head after InfoNCE, negatives masked by a first consensus. */
async function contrasted(
  { settings, seed, onProgress }: FitAspectsInput,
  { rows, groups, ...space }: StartingSpace,
  start: Float32Array,
  clusters: number,
): Promise<TrainedHead> {
  const { projected } = space;
  const { assignment } = await fitConsensus(rows, projected, { clusters, seed, members: MASK_MEMBERS });
  const neighbours = await nearestInOtherGroups(rows, projected, groups, NEIGHBOURS);
  const data = { ...space, neighbours, neighbourCount: NEIGHBOURS };
  const { steps, temperature } = settings;
  return trainHead(data, start, assignment, { steps, temperature, seed, onProgress });
}

async function phrasesOfAll(texts: readonly string[]): Promise<SentencePhrases[]> {
  const phrases: SentencePhrases[] = [];
  for (const [index, text] of texts.entries()) {
    phrases.push(phrasesOf(text));
    if (index % 1000 === 999) await nextFrame();
  }
  return phrases;
}

function fittedUnits(phrases: readonly SentencePhrases[], clusters: number | 'auto'): number[] {
  const all = [...phrases.keys()];
  const flags = nameableUnits(phrases);
  const nameable = all.filter((index) => flags[index]);
  return nameable.length >= MIN_NAMEABLE_EACH * (clusters === 'auto' ? 2 : clusters) ? nameable : all;
}

/** All sampled units as the model assigns them, and what each cluster is called. */
function describe(model: AspectModel, sample: Sample, phrases: readonly SentencePhrases[]): AspectCluster[] {
  const { projected } = model.head;
  const assignment = Int32Array.from(aspectShares(model, sample.embeddings), (shares) =>
    shares.reduce((best, { score }, place) => (score > (shares[best]?.score ?? 0) ? place : best), 0),
  );
  const rows = project(model.head, sample.embeddings);
  const { texts, reviewIds } = sample;
  const { centroids } = model;
  const { clusters } = describeClusters(phrases, { assignment, centroids }, projected, { texts, reviewIds, rows });
  const other = otherAspectId(model);
  const size = assignment.filter((aspectId) => aspectId === other).length;
  return [...clusters, otherCluster(other, size)];
}

function otherCluster(aspectId: number, size: number): AspectCluster {
  return {
    aspectId,
    label: 'other',
    phrases: [],
    size,
    clarity: 0,
    coherence: 0,
    distinctness: 0,
    coherent: false,
    doubt: 'fits none of the aspects',
    examples: [],
  };
}

/** (K, width): the normalised sum of each cluster's rows. */
function middles(rows: Float32Array, width: number, assignment: Int32Array, clusters: number): Float32Array {
  const sums = new Float32Array(clusters * width);
  for (const [row, cluster] of assignment.entries()) {
    for (let k = 0; k < width; k++) {
      sums[cluster * width + k] = (sums[cluster * width + k] ?? 0) + (rows[row * width + k] ?? 0);
    }
  }
  return normaliseRows(sums, width);
}

function floorOf(rows: Float32Array, width: number, centroids: Float32Array): number {
  const nearest = Float64Array.from({ length: rows.length / width }, (_, row) => {
    let best = -1;
    for (let c = 0; c < centroids.length / width; c++) best = Math.max(best, rowDot(rows, row, centroids, c, width));
    return best;
  }).sort();
  return nearest[Math.floor(FLOOR_QUANTILE * nearest.length)] ?? -1;
}

function groupNumbers(reviewIds: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return reviewIds.map((reviewId) => {
    const number = numbers.get(reviewId) ?? numbers.size;
    numbers.set(reviewId, number);
    return number;
  });
}

interface Sample {
  readonly texts: readonly string[];
  readonly reviewIds: readonly string[];
  readonly embeddings: Float32Array;
}

/** At most `maxFitSentences`, drawn by seed, kept in the order given. */
function sampled(input: FitAspectsInput): Sample {
  const { texts, reviewIds, embeddings, dimension, settings } = input;
  const needed = settings.clusters === 'auto' ? 2 : settings.clusters;
  if (texts.length < needed) {
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
  if (texts.length <= settings.maxFitSentences) return { texts, reviewIds, embeddings };
  const random = createRandom(deriveSeed(input.seed, 'fit-sentences'));
  const kept = random
    .shuffle([...texts.keys()])
    .slice(0, settings.maxFitSentences)
    .sort((a, b) => a - b);
  return {
    texts: kept.map((index) => texts[index] ?? ''),
    reviewIds: kept.map((index) => reviewIds[index] ?? ''),
    embeddings: gatherRows(embeddings, kept, dimension),
  };
}
