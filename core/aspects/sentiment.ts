import * as tf from '@tensorflow/tfjs-core';

import { PipelineError } from '../errors.ts';
import { tagTokens, type TaggedToken } from '../text/language.ts';
import { valenceOf } from '../text/opinion-lexicon.ts';
import type { SentimentModel } from './sentiment-model.ts';
import { valuesOf } from './tensor-values.ts';

/**
 * Sentiment of units (clauses). A ridge head on embeddings learns from star ratings what praise
 * and complaint sound like in this domain, but is blind to negation; a lexicon with negation scopes sees it, but knows
 * no domain. They are joined: the lexicon leads where it met a negation, the head alone speaks where the lexicon knows no
 * word. The paper leaves the scale and the method open.
 */
const RIDGE = 3;
const STRONG_QUANTILE = 0.9;
const HEAD_ONLY = 0.8;
/** Said "too loud": an adjective without valence of its own turns into a complaint. */
const TOO_MUCH = -0.4;
const SOFTNESS = 0.5;
const STRONGER = new Set([
  'very',
  'really',
  'so',
  'extremely',
  'super',
  'incredibly',
  'absolutely',
  'highly',
  'totally',
]);
const WEAKER = new Set(['slightly', 'somewhat', 'fairly', 'kinda', 'bit', 'little', 'mildly', 'rather']);

/**
 * Ridge regression of (rating - 3) / 2 on embeddings, each star weighted alike (most reviews are five stars). A
 * sentence takes its review's rating. Null where all ratings are the same: then there is nothing to learn.
 */
export function fitSentiment(input: {
  readonly embeddings: Float32Array;
  readonly dimension: number;
  readonly ratings: readonly number[];
}): SentimentModel | null {
  const { embeddings, dimension, ratings } = input;
  const rows = ratings.length;
  if (embeddings.length !== rows * dimension) {
    throw new PipelineError('internal', `${rows} ratings do not fit ${embeddings.length} numbers`);
  }
  const weights = starWeights(ratings);
  if (weights === null) return null;
  const width = dimension + 1;
  const targets = Float32Array.from(ratings, (rating) => (rating - 3) / 2);
  const { gram, moment } = normalEquations(embeddings, targets, weights);
  // The weights sum to the number of rows; the bias is not shrunk.
  for (let k = 0; k < dimension; k++) gram[k * width + k] = (gram[k * width + k] ?? 0) + RIDGE;
  gram[width * width - 1] = (gram[width * width - 1] ?? 0) + 1e-6;
  const solution = solvePositiveDefinite(gram, moment);
  const head = { weights: [...solution.subarray(0, dimension)], bias: solution[dimension] ?? 0, scale: 1 };
  const sizes = headScores(head, embeddings, false)
    .map(Math.abs)
    .sort((a, b) => a - b);
  const strong = sizes[Math.floor(STRONG_QUANTILE * (sizes.length - 1))] ?? 0;
  return strong > 0 ? { ...head, scale: 1 / strong } : null;
}

/** X' diag(w) X, (width, width), and X' diag(w) y, with a column of ones for the bias. */
function normalEquations(
  embeddings: Float32Array,
  targets: Float32Array,
  weights: Float32Array,
): { gram: Float64Array; moment: Float64Array } {
  const rows = targets.length;
  const [gram, moment] = valuesOf(() => {
    const features = tf.concat([tf.tensor2d(embeddings, [rows, embeddings.length / rows]), tf.ones([rows, 1])], 1);
    const weighted = tf.mul(features, tf.tensor2d(weights, [rows, 1]));
    return [
      tf.matMul(weighted, features, true, false),
      tf.matMul(weighted, tf.tensor2d(targets, [rows, 1]), true, false),
    ];
  });
  return { gram: Float64Array.from(gram ?? []), moment: Float64Array.from(moment ?? []) };
}

/** Weights that give each star the same say, their sum the number of ratings; null where there is one star only. */
function starWeights(ratings: readonly number[]): Float32Array | null {
  const counts = new Map<number, number>();
  for (const rating of ratings) counts.set(Math.round(rating), (counts.get(Math.round(rating)) ?? 0) + 1);
  if (counts.size < 2) return null;
  return Float32Array.from(ratings, (rating) => ratings.length / (counts.size * (counts.get(Math.round(rating)) ?? 1)));
}

/** Cholesky: solves A x = b for symmetric positive definite A (n, n), in place of A's lower half. */
function solvePositiveDefinite(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const at = (row: number, column: number): number => a[row * n + column] ?? 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = at(row, column);
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k);
      a[row * n + column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(column, column);
    }
  }
  const x = Float64Array.from(b);
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) x[row] = (x[row] ?? 0) - at(row, k) * (x[k] ?? 0);
    x[row] = (x[row] ?? 0) / at(row, row);
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row] = (x[row] ?? 0) - at(k, row) * (x[k] ?? 0);
    x[row] = (x[row] ?? 0) / at(row, row);
  }
  return x;
}

/** The head's view of each embedding, in [-1, 1] where clamped. */
function headScores(model: SentimentModel, embeddings: Float32Array, clamped: boolean): number[] {
  const width = model.weights.length;
  return Array.from({ length: embeddings.length / width }, (_, row) => {
    let sum = model.bias;
    for (let k = 0; k < width; k++) sum += (embeddings[row * width + k] ?? 0) * (model.weights[k] ?? 0);
    return clamped ? clamp(sum * model.scale) : sum * model.scale;
  });
}

interface LexiconView {
  readonly score: number;
  /** Words with a valence, and those among them under a negation. */
  readonly hits: number;
  readonly negated: number;
}

function lexiconView(text: string): LexiconView {
  const tokens = tagTokens(text);
  let sum = 0;
  let hits = 0;
  let negated = 0;
  for (const [place, token] of tokens.entries()) {
    const valence = tokenValence(tokens, place);
    if (valence === 0) continue;
    hits++;
    if (token.negated) negated++;
    // "not great" is milder than "bad"; "not bad" is milder than "good".
    sum += token.negated ? -0.7 * valence : valence;
  }
  return { score: sum / Math.sqrt(sum * sum + SOFTNESS), hits, negated };
}

function tokenValence(tokens: readonly TaggedToken[], place: number): number {
  const token = tokens[place];
  const before = tokens[place - 1]?.surface ?? '';
  if (token === undefined) return 0;
  const valence = valenceOf(token.surface);
  if (before === 'too' && token.partOfSpeech === 'ADJ' && valence <= 0) return Math.min(valence, TOO_MUCH);
  if (STRONGER.has(before)) return clamp(1.3 * valence);
  return WEAKER.has(before) ? 0.6 * valence : valence;
}

function joined(lexicon: LexiconView, head: number | null): number {
  if (head === null) return lexicon.score;
  if (lexicon.hits === 0) return HEAD_ONLY * head;
  const trust = lexicon.negated > 0 ? 0.8 : 0.5;
  return clamp(trust * lexicon.score + (1 - trust) * head);
}

/** Sentiment of each unit (clause), in [-1, 1]. Embeddings are (texts.length, dimension); no model: the lexicon alone. */
export function scoreUnits(model: SentimentModel | null, texts: readonly string[], embeddings: Float32Array): number[] {
  const heads = model === null ? null : headScores(model, embeddings, true);
  return texts.map((text, index) => joined(lexiconView(text), heads?.[index] ?? null));
}

/** A sentence's sentiment from its units'. What comes last weighs more: "it works, but ..." is a complaint. */
export function overallSentiment(units: readonly number[]): number {
  const weights = units.map((_, place) => (place === units.length - 1 ? 1.5 : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? 0 : units.reduce((sum, unit, place) => sum + unit * (weights[place] ?? 0), 0) / total;
}

function clamp(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
