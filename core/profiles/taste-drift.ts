import type { SentenceRef } from '../reviews/review.ts';
import { UNKNOWN } from './columns/id-table.ts';
import { reviewsEnd } from './columns/mention-timelines.ts';
import { normalCdf } from './intervals.ts';
import { sentimentStrength, type ProfileView } from './profile-view.ts';

/** What a user's recent half of reviews says against the earlier half, on one aspect. */
export interface TasteDrift {
  readonly aspectId: number;
  readonly of: 'salience' | 'sentiment';
  readonly earlier: number;
  readonly recent: number;
  /** Posterior probability that the difference has the sign that it shows, in [0.5, 1]. */
  readonly probability: number;
  /** Sure enough among all that was compared (false discovery rate below .1). */
  readonly changed: boolean;
  /** First instant of the recent half, UTC ms. */
  readonly sinceMs: number;
  readonly evidence: { readonly earlier: readonly SentenceRef[]; readonly recent: readonly SentenceRef[] };
}

/** Fewer reviews in a half tell nothing of a taste. */
const LEAST_REVIEWS = 3;
/** Latest reviews looked at. */
const LATEST = 200;
const FALSE_DISCOVERY_RATE = 0.1;
const EVIDENCE_KEPT = 2;
/** Pseudo-reviews of the population behind a half's shares. */
const PRIOR_REVIEWS = 1;

/**
 * Drift of a taste as of t: the user's reviews before t in two halves (an instant is never split), undecayed. Per aspect
 * and half, the share of the aspect in a review has a Beta posterior of one review's weight each (a review's sentences
 * are no independent witnesses), and its sentiment the normal posterior of user-profile.ts; the difference of the halves
 * is judged by its posterior, normally approximated. A user is compared on many aspects: by Benjamini & Hochberg (1995)
 * at most a tenth of what is called changed should be chance.
 */
export function tasteDrift(view: ProfileView, user: number, timestampMs: number): TasteDrift[] {
  const rows = reviewsOf(view, user, timestampMs);
  const since = cutOf(view, rows);
  if (since === null) return [];
  const halves = [rows.subarray(0, since), rows.subarray(since)].map((half) => sumHalf(view, half));
  const [earlier, recent] = halves;
  if (earlier === undefined || recent === undefined) return [];
  const sinceMs = view.of.reviews.timestampMs(rows[since] ?? 0);
  const prior = view.population(timestampMs);
  const drafts = view.fit.aspectIds.flatMap((aspectId, aspect) => {
    const p = prior.salience[aspect] ?? 0;
    const evidence = { earlier: refsOf(view, earlier, aspect), recent: refsOf(view, recent, aspect) };
    const found = { aspectId, sinceMs, evidence };
    if (evidence.earlier.length + evidence.recent.length === 0) return [];
    const salience = { ...found, of: 'salience' as const, ...compareShares(earlier, recent, aspect, p) };
    if (evidence.earlier.length === 0 || evidence.recent.length === 0) return [salience];
    const kappa = sentimentStrength(view, aspect, p);
    const against = { kappa, mean: prior.sentiment[aspect] ?? 0, variance: view.fit.sentimentVariance[aspect] ?? 1 };
    return [salience, { ...found, of: 'sentiment' as const, ...compareSentiments(earlier, recent, aspect, against) }];
  });
  return discoveries(drafts);
}

function reviewsOf({ timelines, of }: ProfileView, user: number, timestampMs: number): Uint32Array {
  if (user === UNKNOWN) return new Uint32Array(0);
  const end = reviewsEnd(timelines, of.reviews, user, timestampMs);
  return timelines.reviewRows.subarray(Math.max(timelines.reviewStarts[user] ?? 0, end - LATEST), end);
}

/** The place nearest the middle where an instant ends; null where no half would have enough. */
function cutOf({ of }: ProfileView, rows: Uint32Array): number | null {
  const timeAt = (place: number): number => of.reviews.timestampMs(rows[place] ?? 0);
  let best: number | null = null;
  for (let place = LEAST_REVIEWS; place <= rows.length - LEAST_REVIEWS; place++) {
    if (timeAt(place) === timeAt(place - 1)) continue;
    if (best === null || Math.abs(2 * place - rows.length) < Math.abs(2 * best - rows.length)) best = place;
  }
  return best;
}

interface Half {
  readonly reviews: number;
  /** By aspect place: sum over reviews of the aspect's share in the review. */
  readonly share: Float64Array;
  readonly weight: Float64Array;
  readonly signed: Float64Array;
  /** By aspect place: aspect rows of the mentions. */
  readonly mentions: readonly number[][];
}

function sumHalf({ of }: ProfileView, rows: Uint32Array): Half {
  const [share, weight, signed] = [0, 1, 2].map(() => new Float64Array(of.width));
  const mentions = Array.from({ length: of.width }, (): number[] => []);
  let reviews = 0;
  for (const review of rows) {
    const own = mentionsOf(of, review);
    let total = 0;
    for (const row of own) total += of.sentences.scoreOf(row);
    if (total <= 0) continue;
    reviews++;
    for (const row of own) {
      const aspect = of.placeOf(of.sentences.aspectIdOf(row));
      const score = of.sentences.scoreOf(row);
      add(share, aspect, score / total);
      add(weight, aspect, score);
      add(signed, aspect, score * of.sentences.sentimentOf(row));
      mentions[aspect]?.push(row);
    }
  }
  const empty = new Float64Array(0);
  return { reviews, share: share ?? empty, weight: weight ?? empty, signed: signed ?? empty, mentions };
}

function add(column: Float64Array | undefined, place: number, value: number): void {
  if (column !== undefined) column[place] = (column[place] ?? 0) + value;
}

/** Aspect rows of a review's mentions of coherent aspects. */
function mentionsOf(of: ProfileView['of'], review: number): number[] {
  const found: number[] = [];
  const { starts, rows } = of.ofReview;
  for (let at = starts[review] ?? 0; at < (starts[review + 1] ?? 0); at++) {
    const [from, to] = of.sentences.aspectsOf(rows[at] ?? 0);
    for (let row = from; row < to; row++) if (of.placeOf(of.sentences.aspectIdOf(row)) >= 0) found.push(row);
  }
  return found;
}

interface Difference {
  readonly earlier: number;
  readonly recent: number;
  readonly probability: number;
}

function compareShares(one: Half, other: Half, aspect: number, p: number): Difference {
  const posterior = ({ share, reviews }: Half) => {
    const n = reviews + PRIOR_REVIEWS;
    const mean = ((share[aspect] ?? 0) + PRIOR_REVIEWS * p) / n;
    return { mean, variance: (mean * (1 - mean)) / (n + 1) };
  };
  return differ(posterior(one), posterior(other));
}

function compareSentiments(
  one: Half,
  other: Half,
  aspect: number,
  against: { readonly kappa: number; readonly mean: number; readonly variance: number },
): Difference {
  const posterior = ({ weight, signed }: Half) => {
    const all = (weight[aspect] ?? 0) + against.kappa;
    return { mean: ((signed[aspect] ?? 0) + against.kappa * against.mean) / all, variance: against.variance / all };
  };
  return differ(posterior(one), posterior(other));
}

interface Posterior {
  readonly mean: number;
  readonly variance: number;
}

function differ(earlier: Posterior, recent: Posterior): Difference {
  const spread = Math.sqrt(earlier.variance + recent.variance);
  const probability = spread > 0 ? normalCdf(Math.abs(recent.mean - earlier.mean) / spread) : 0.5;
  return { earlier: earlier.mean, recent: recent.mean, probability };
}

/** The strongest sentences of a half on an aspect, as `pickEvidence` ranks them but of either sign. */
function refsOf({ of }: ProfileView, half: Half, aspect: number): SentenceRef[] {
  const { sentences, reviews } = of;
  const strength = (row: number): number =>
    sentences.scoreOf(row) *
    (0.1 + Math.abs(sentences.sentimentOf(row))) *
    sentences.quotability(sentences.sentenceOf(row));
  return [...(half.mentions[aspect] ?? [])]
    .sort((a, b) => strength(b) - strength(a))
    .slice(0, EVIDENCE_KEPT)
    .map((row) => {
      const sentence = sentences.sentenceOf(row);
      return { reviewId: reviews.ids.id(sentences.reviewOf(sentence)), sentenceIndex: sentences.indexOf(sentence) };
    });
}

/** Marks what stands after Benjamini and Hochberg's step-up over two-sided p = 2 (1 - probability); surest first. */
function discoveries(drafts: readonly Omit<TasteDrift, 'changed'>[]): TasteDrift[] {
  const ordered = [...drafts].sort(
    (a, b) => b.probability - a.probability || a.aspectId - b.aspectId || (a.of < b.of ? -1 : 1),
  );
  let last = -1;
  for (const [place, { probability }] of ordered.entries()) {
    if (2 * (1 - probability) <= (FALSE_DISCOVERY_RATE * (place + 1)) / ordered.length) last = place;
  }
  return ordered.map((draft, place) => ({ ...draft, changed: place <= last }));
}
