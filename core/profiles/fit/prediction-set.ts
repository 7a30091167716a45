import { deriveSeed } from '../../random.ts';
import { reviewsEnd, type Described, type MentionTimelines } from '../columns/mention-timelines.ts';
import { addReview, emptySums, type ReviewSums } from '../columns/review-sums.ts';
import { gammaPerMs } from '../decay.ts';
import type { Population } from '../population.ts';

/** How a past is remembered: with a half-life, whole (static), or the latest instant's reviews alone. */
export type Memory = { readonly halfLifeDays: number | null } | 'last-review';

/**
 * The temporal hold-out: each review of the training period whose author (or item) has earlier ones, with what each memory
 * knew strictly before it. P predictions, K aspects, N cells (a prediction's aspects that did occur).
 */
export interface PredictionSet {
  readonly width: number;
  /** Entity of each prediction, numbered from 0 in the order of the sample. (P) */
  readonly entity: readonly number[];
  readonly entities: number;
  readonly cells: readonly Cell[];
  /** Per memory: W_a and S_a as of each prediction. (P, K) */
  readonly weights: readonly Float32Array[];
  readonly signed: readonly Float32Array[];
}

/** What one review said of one aspect. */
export interface Cell {
  readonly prediction: number;
  readonly aspect: number;
  /** Share of the aspect in the review's mentions; a review's shares sum to 1. */
  readonly share: number;
  /** Sum of the mentions' scores, and their weighted mean sentiment. */
  readonly weight: number;
  readonly sentiment: number;
  /** The population's salience and sentiment as of the review. */
  readonly populationSalience: number;
  readonly populationSentiment: number;
}

/** Most numbers W_a kept for each memory: P K; entities beyond are left out, drawn by a hash of their ids. */
const MOST_NUMBERS = 400_000;

export interface PredictionInput {
  readonly of: Described;
  readonly timelines: MentionTimelines;
  readonly idOf: (entity: number) => string;
  readonly population: (timestampMs: number) => Population;
  /** Exclusive: nothing from there on takes part. */
  readonly trainEndMs: number;
}

export function collectPredictions(input: PredictionInput, memories: readonly Memory[]): PredictionSet {
  const { of, timelines } = input;
  const sample = sampledEntities(input);
  const most = Math.min(
    Math.floor(MOST_NUMBERS / Math.max(1, of.width)),
    sample.reduce((sum, { reviews }) => sum + reviews, 0),
  );
  const set = {
    width: of.width,
    entity: [] as number[],
    entities: 0,
    cells: [] as Cell[],
    weights: memories.map(() => new Float32Array(most * of.width)),
    signed: memories.map(() => new Float32Array(most * of.width)),
  };
  for (const { entity, reviews } of sample) {
    if (set.entity.length + reviews > most) continue;
    const from = timelines.reviewStarts[entity] ?? 0;
    const before = set.entity.length;
    replay(input, memories, timelines.reviewRows.subarray(from, from + reviews), set);
    if (set.entity.length > before) set.entities++;
  }
  return set;
}

interface Sampled {
  readonly entity: number;
  /** In the training period. */
  readonly reviews: number;
}

/** Entities with two reviews or more in the training period, in the order of a hash: the sample never leans on ids. */
function sampledEntities({ of, timelines, idOf, trainEndMs }: PredictionInput): Sampled[] {
  const eligible: (Sampled & { readonly order: number; readonly id: string })[] = [];
  for (let entity = 0; entity < timelines.entities; entity++) {
    const reviews = reviewsEnd(timelines, of.reviews, entity, trainEndMs) - (timelines.reviewStarts[entity] ?? 0);
    if (reviews < 2) continue;
    const id = idOf(entity);
    eligible.push({ entity, reviews, id, order: deriveSeed('temporal hold-out', id) });
  }
  return eligible.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

interface Draft extends PredictionSet {
  readonly entity: number[];
  readonly cells: Cell[];
}

/** Walks one entity's reviews in time: predicts each instant's reviews from what stood before, then learns them. */
function replay(input: PredictionInput, memories: readonly Memory[], rows: Uint32Array, set: Draft): void {
  const { of, population } = input;
  const states = memories.map((memory) => createMemory(memory, of.width));
  for (let from = 0; from < rows.length;) {
    const now = of.reviews.timestampMs(rows[from] ?? 0);
    let to = from;
    while (to < rows.length && of.reviews.timestampMs(rows[to] ?? 0) === now) to++;
    const said = [...rows.subarray(from, to)].map((row) => saidIn(of, row));
    for (const state of states) state.advance(now);
    if (from > 0) {
      const prior = population(now);
      for (const review of said) predict(review, prior, states, set);
    }
    for (const state of states) state.learn(said);
    from = to;
  }
}

function saidIn(of: Described, review: number): ReviewSums {
  const sums = emptySums(of.width);
  addReview(of, review, sums);
  return sums;
}

/** A review without any mention predicts nothing. */
function predict(said: ReviewSums, prior: Population, states: readonly MemoryState[], set: Draft): void {
  const total = said.weight.reduce((sum, own) => sum + own, 0);
  if (total === 0) return;
  const prediction = set.entity.length;
  set.entity.push(set.entities);
  for (const [index, state] of states.entries()) {
    set.weights[index]?.set(state.weight, prediction * set.width);
    set.signed[index]?.set(state.signed, prediction * set.width);
  }
  for (const [aspect, weight] of said.weight.entries()) {
    if (weight <= 0) continue;
    set.cells.push({
      prediction,
      aspect,
      share: weight / total,
      weight,
      sentiment: (said.signed[aspect] ?? 0) / weight,
      populationSalience: prior.salience[aspect] ?? 0,
      populationSentiment: prior.sentiment[aspect] ?? 0,
    });
  }
}

interface MemoryState {
  readonly weight: Float64Array;
  readonly signed: Float64Array;
  advance(nowMs: number): void;
  learn(said: readonly ReviewSums[]): void;
}

function createMemory(memory: Memory, width: number): MemoryState {
  const gamma = memory === 'last-review' ? 0 : gammaPerMs(memory.halfLifeDays);
  const weight = new Float64Array(width);
  const signed = new Float64Array(width);
  let then: number | null = null;
  return {
    weight,
    signed,
    advance(nowMs) {
      const kept = then === null ? 1 : Math.exp(-gamma * (nowMs - then));
      for (let aspect = 0; aspect < width; aspect++) {
        weight[aspect] = (weight[aspect] ?? 0) * kept;
        signed[aspect] = (signed[aspect] ?? 0) * kept;
      }
      then = nowMs;
    },
    learn(said) {
      if (memory === 'last-review') {
        weight.fill(0);
        signed.fill(0);
      }
      for (const review of said) {
        for (let aspect = 0; aspect < width; aspect++) {
          weight[aspect] = (weight[aspect] ?? 0) + (review.weight[aspect] ?? 0);
          signed[aspect] = (signed[aspect] ?? 0) + (review.signed[aspect] ?? 0);
        }
      }
    },
  };
}
