import { neighbourScorer } from './models/item-knn.ts';
import { wordScorer } from './models/text-probe.ts';
import type { RankingExample, RecommenderData } from './recommender-data.ts';

/** What `fusion` weighs: two learned sources, then those that are counted. */
export const SOURCES = ['attention', 'history', 'wanted', 'words', 'neighbours', 'popularity', 'recent'] as const;
export type Source = (typeof SOURCES)[number];

/** Weights from which fitting departs only as far as validation dialogs clearly ask for. */
export const GATE_START: Readonly<Record<Source, number>> = {
  attention: 1,
  history: 0.5,
  wanted: 0.3,
  words: 0.3,
  neighbours: 0.3,
  // The learned sources have a popularity prior of their own.
  popularity: 0,
  recent: 0.2,
};

/** 1, the history's length, the number of distinct words that the user said. */
export const GATE_CONTEXTS = 3;

/** All that is weighed for one example. */
export interface Evidence {
  /** By source, in their order: (N) each. */
  readonly scores: readonly Float32Array[];
  /** (C) */
  readonly context: readonly number[];
}

/** The counted sources of any example, by name; fitted once on training data. */
export function countedEvidence(
  data: RecommenderData,
): (example: RankingExample) => { readonly counted: readonly Float32Array[]; readonly context: readonly number[] } {
  const neighbours = neighbourScorer(data);
  const words = wordScorer(data);
  const wanted = wantedScorer(data);
  const popularity = Float32Array.from(data.catalogue.counts, (count) => Math.log1p(count));
  const recent = Float32Array.from(data.catalogue.recentCounts, (count) => Math.log1p(count));
  return (example) => ({
    counted: [
      standardised(wanted(example)),
      standardised(words(example)),
      standardised(neighbours(example)),
      popularity,
      recent,
    ],
    context: contextOf(example, data),
  });
}

const USUAL_HISTORY = 5;
const USUAL_WORDS = 30;

function contextOf({ history, turns }: RankingExample, { textWords }: RecommenderData): number[] {
  const words = new Set(
    turns.flatMap(({ speaker, textIndex }) => (speaker === 'user' ? (textWords[textIndex] ?? []) : [])),
  );
  return [1, Math.log((1 + history.length) / (1 + USUAL_HISTORY)), Math.log((1 + words.size) / (1 + USUAL_WORDS))];
}

/** Cosine of each item's frozen text (N, D) with the mean of the user's turns, both centred. */
function wantedScorer({ catalogue, texts, textDimension: width }: RecommenderData) {
  const items = unitRows(catalogue.text, width);
  return ({ turns }: RankingExample): Float32Array => {
    const mean = new Float32Array(width);
    for (const { speaker, textIndex } of turns) {
      if (speaker !== 'user') continue;
      for (let at = 0; at < width; at++) mean[at] = (mean[at] ?? 0) + (texts[textIndex * width + at] ?? 0);
    }
    const said = unitRows(mean, width);
    return Float32Array.from({ length: items.length / width }, (_, item) => {
      let sum = 0;
      for (let at = 0; at < width; at++) sum += (items[item * width + at] ?? 0) * (said[at] ?? 0);
      return sum;
    });
  };
}

/** Rows at unit length; a row of zeros stays one. */
function unitRows(rows: Float32Array, width: number): Float32Array {
  const unit = Float32Array.from(rows);
  for (let start = 0; start < rows.length; start += width) {
    const length = Math.hypot(...rows.subarray(start, start + width));
    for (let at = start; at < start + width; at++) unit[at] = length === 0 ? 0 : (rows[at] ?? 0) / length;
  }
  return unit;
}

/** Mean 0 and deviation 1 over the items: a weight means the same for a short dialog and a long one. */
function standardised(scores: Float32Array): Float32Array {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
  const deviation = Math.sqrt(variance);
  return scores.map((score) => (deviation < 1e-9 ? 0 : (score - mean) / deviation));
}

/** The logarithm of the softmax of logits (N). */
export function logSoftmax(logits: Float32Array): Float32Array {
  const most = logits.reduce((best, logit) => Math.max(best, logit), Number.NEGATIVE_INFINITY);
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0)) + most;
  return logits.map((logit) => logit - total);
}

/** Scores (N): each source by its weight in this context. `gates` (E, C), row-major. */
export function weigh({ scores, context }: Evidence, gates: Float32Array | Float64Array): Float32Array {
  const total = new Float32Array(scores[0]?.length ?? 0);
  scores.forEach((own, source) => {
    const weight = context.reduce((sum, known, at) => sum + known * (gates[source * GATE_CONTEXTS + at] ?? 0), 0);
    for (let item = 0; item < total.length; item++) total[item] = (total[item] ?? 0) + weight * (own[item] ?? 0);
  });
  return total;
}
