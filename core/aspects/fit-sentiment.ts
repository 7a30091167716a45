import { PipelineError } from '../errors.ts';
import { opinionView, type OpinionView } from './sentiment/opinion-view.ts';
import { trainPolarityNetwork, type PolarityExamples } from './sentiment/polarity-network.ts';
import { SEED_SENTENCES } from './sentiment/seed-sentences.ts';
import { fitStarHead } from './sentiment/star-head.ts';
import { weakLabels } from './sentiment/weak-labels.ts';
import type { SentimentModel } from './sentiment-model.ts';

/** A sentence written for its polarity is worth so many whose polarity is guessed; those weigh 1 on average. */
const SEED_WEIGHT = 30;
/** Below so many of a class there is nothing to generalise from. */
const MIN_EXAMPLES = 20;

export interface SentimentInput {
  readonly texts: readonly string[];
  /** (n, dimension), unit rows. */
  readonly embeddings: Float32Array;
  readonly dimension: number;
  readonly ratings: readonly number[];
  /** (SEED_TEXTS.length, dimension), unit rows: the embeddings of `SEED_TEXTS` by the same encoder; null: stars alone. */
  readonly seedEmbeddings: Float32Array | null;
  readonly seed: number;
}

/**
 * Fits on the units of the training period. A unit takes its review's rating; null where all ratings are the same: then
 * the lexicon speaks alone.
 */
export function fitSentiment(input: SentimentInput): SentimentModel | null {
  const { texts, embeddings, dimension, ratings } = input;
  if (embeddings.length !== ratings.length * dimension || texts.length !== ratings.length) {
    throw new PipelineError('internal', `${ratings.length} ratings do not fit ${embeddings.length} numbers`);
  }
  const head = fitStarHead(embeddings, dimension, ratings);
  if (head === null) return null;
  const data = polarityExamples(texts.map(opinionView), input);
  return data === null ? head : { ...head, network: trainPolarityNetwork(data, input.seed) };
}

/** Guessed and written examples over one matrix: the units' rows, then the seeds'. Null where a class has too few. */
function polarityExamples(views: readonly OpinionView[], input: SentimentInput): PolarityExamples | null {
  const { embeddings, dimension, ratings, seedEmbeddings } = input;
  const { rows, labels } = weakLabels(views, ratings);
  const shares = [0, 1, 2].map((polarity) => labels.filter((label) => label === polarity).length);
  const seeds = seedEmbeddings === null ? [] : SEED_SENTENCES;
  if (seeds.length * dimension !== (seedEmbeddings?.length ?? 0)) {
    throw new PipelineError('internal', `${seeds.length} seeds do not fit ${seedEmbeddings?.length ?? 0} numbers`);
  }
  if (seeds.length === 0 && shares.some((share) => share < MIN_EXAMPLES)) return null;
  const all = new Float32Array(embeddings.length + seeds.length * dimension);
  all.set(embeddings);
  all.set(seedEmbeddings ?? [], embeddings.length);
  const guessed = labels.map((label, at) => ({
    row: rows[at] ?? 0,
    label,
    // Each class has the same say.
    weight: labels.length / (3 * (shares[label] ?? 1)),
  }));
  const written = seeds.map(({ polarity }, at) => ({ row: ratings.length + at, label: polarity, weight: SEED_WEIGHT }));
  return { embeddings: all, dimension, examples: [...guessed, ...written] };
}
