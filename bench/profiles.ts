/**
 * Profiles at size, on made-up reviews (three sentences each, 1.5 aspects a sentence, a tenth as many users):
 *   npx tsx bench/profiles.ts memory [REVIEWS]    seconds and resident memory of the evidence base, fed in a stream
 *   npx tsx bench/profiles.ts lookups             "as of t" by running sums against a pass over the past, by its length
 */
import type { AspectSentence } from '../core/aspects/aspect.ts';
import { resolveConfig } from '../core/config/resolve-config.ts';
import { DAY_MS, gammaPerMs } from '../core/profiles/decay.ts';
import { createEvidenceBaseBuilder } from '../core/profiles/evidence-base-builder.ts';
import type { ProfiledBase } from '../core/profiles/evidence-base.ts';
import { createRandom, type Random } from '../core/random.ts';
import type { Review } from '../core/reviews/review.ts';

const ASPECTS = 20;
const SPAN_DAYS = 3650;
const PORTION = 5_000;

function measureMemory(reviews: number): void {
  const before = residentMb();
  const users = Math.ceil(reviews / 9.4);
  const items = Math.ceil(reviews / 50);
  const { base } = staged(`feed and build ${reviews} reviews`, () => build(reviews, users, items, 'global'));
  const random = createRandom(2);
  staged('100,000 profiles and standings', () => {
    for (let asked = 0; asked < 50_000; asked++) {
      const t = SPAN_DAYS * DAY_MS * random.next();
      base.userProfileAt(`user-${random.int(users)}`, t);
      base.itemStandingAt(`item-${random.int(items)}`, t);
    }
  });
  staged('trajectories of 1,000 items', () => {
    const grid = Array.from({ length: 24 }, (_, place) => ((place + 1) * SPAN_DAYS * DAY_MS) / 24);
    for (let item = 0; item < 1000; item++) base.itemTrajectory(`item-${item}`, grid);
  });
  console.log(`resident ${residentMb().toFixed(0)} MB (${before.toFixed(0)} before), peak ${peakMb().toFixed(0)} MB`);
}

/**
 * One user (and item) with ever longer pasts: processor microseconds a look-up. A whole profile also picks evidence and
 * computes intervals, whatever the past; sums are what a pass over the past computes.
 */
function measureLookUps(): void {
  console.log(
    'mentions   whole profile, us   sums of all aspects, us   pass over the past, us   ratio of the last two',
  );
  for (const reviews of [20, 200, 2_000, 20_000]) {
    const { base, sentences } = build(reviews, 1, 1, 365);
    const gamma = gammaPerMs(365);
    const past = sentences.flatMap((own) =>
      own.aspects.map((aspect) => ({ ...aspect, timestampMs: timeOf(base, own) })),
    );
    const times = Array.from({ length: 300 }, (_, place) => SPAN_DAYS * DAY_MS * (0.5 + place / 600));
    const whole = microseconds(times, (t) => base.userProfileAt('user-0', t));
    const sums = microseconds(times, (t) => base.itemTrajectory('item-0', [t]));
    const pass = microseconds(times, (t) => {
      const own = new Float64Array(3 * ASPECTS);
      for (const mention of past) {
        if (mention.timestampMs >= t) continue;
        const w = Math.exp(-gamma * (t - mention.timestampMs));
        const at = 3 * mention.aspectId;
        own[at] = (own[at] ?? 0) + w * mention.score;
        own[at + 1] = (own[at + 1] ?? 0) + w * mention.score * mention.sentiment;
        own[at + 2] = (own[at + 2] ?? 0) + w;
      }
      return own;
    });
    const row = [past.length, whole.toFixed(0), sums.toFixed(0), pass.toFixed(0), (pass / sums).toFixed(2)];
    console.log(row.map((cell, place) => String(cell).padStart([8, 20, 26, 25, 25][place] ?? 8)).join(''));
  }
}

function timeOf(base: ProfiledBase, { reviewId }: AspectSentence): number {
  return base.review(reviewId)?.timestampMs ?? 0;
}

function microseconds(times: readonly number[], ask: (t: number) => unknown): number {
  for (const t of times) ask(t + 1);
  const start = process.cpuUsage();
  for (const t of times) ask(t);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / times.length;
}

/** Keeps the sentences of small worlds only: a stream of a million reviews is forgotten as it is fed. */
function build(
  reviews: number,
  users: number,
  items: number,
  halfLifeDays: number | 'global',
): { readonly base: ProfiledBase; readonly sentences: readonly AspectSentence[] } {
  const { profile } = resolveConfig({ source: { reviews: 'made up' }, profile: { halfLifeDays } });
  const builder = createEvidenceBaseBuilder({
    items: Array.from({ length: items }, (_, item) => itemOf(`item-${item}`)),
    clusters: Array.from({ length: ASPECTS }, (_, aspectId) => clusterOf(aspectId)),
    profile,
    trainEndMs: 0.7 * SPAN_DAYS * DAY_MS,
  });
  const random = createRandom(1);
  const kept: AspectSentence[] = [];
  for (let from = 0; from < reviews; from += PORTION) {
    const portion = Array.from({ length: Math.min(PORTION, reviews - from) }, (_, place) =>
      makeReview(from + place, random, users, items),
    );
    builder.addReviews(portion.map(({ review }) => review));
    const sentences = portion.flatMap((made) => made.sentences);
    builder.addSentences(sentences);
    if (reviews <= 20_000) kept.push(...sentences);
  }
  return { base: builder.build(), sentences: kept };
}

function makeReview(
  index: number,
  random: Random,
  users: number,
  items: number,
): { readonly review: Review; readonly sentences: readonly AspectSentence[] } {
  const reviewId = `review-${index}-of-the-bench`;
  const texts = [0, 1, 2].map(
    () => `The ${WORDS[random.int(WORDS.length)]} of this was what I ${random.int(1e6)} wanted, and held up.`,
  );
  const review: Review = {
    reviewId,
    userId: `user-${random.int(users)}`,
    itemId: `item-${Math.floor(items * random.next() ** 2)}`,
    rating: 1 + random.int(5),
    timestampMs: Math.floor(SPAN_DAYS * DAY_MS * random.next()),
    title: 'A title of four words',
    text: texts.join(' '),
    split: 'train',
  };
  const sentences = texts.map((text, sentenceIndex) => {
    const aspects = Array.from({ length: 1 + random.int(2) }, () => ({
      aspectId: random.int(ASPECTS),
      score: 0.2 + 0.8 * random.next(),
      sentiment: 2 * random.next() - 1,
    }));
    return { reviewId, sentenceIndex, text, aspects, sentiment: aspects[0]?.sentiment ?? 0 };
  });
  return { review, sentences };
}

const WORDS = ['sound', 'price', 'weight', 'colour', 'service', 'battery', 'taste', 'view'] as const;

const itemOf = (itemId: string) => ({
  itemId,
  name: itemId,
  categories: [],
  price: null,
  description: '',
  attributes: {},
});

const clusterOf = (aspectId: number) => ({
  aspectId,
  label: `aspect ${aspectId}`,
  phrases: [],
  size: 1,
  coherence: 0,
  distinctness: 1,
  coherent: true,
});

function staged<T>(name: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name}: ${seconds} s, resident ${residentMb().toFixed(0)} MB, peak ${peakMb().toFixed(0)} MB`);
  return result;
}

const residentMb = (): number => process.memoryUsage.rss() / 1e6;
const peakMb = (): number => process.resourceUsage().maxRSS / 1e3;

const [what = 'memory', size = '1000000'] = process.argv.slice(2);
if (what === 'memory' && Number.isInteger(Number(size))) measureMemory(Number(size));
else if (what === 'lookups') measureLookUps();
else throw new RangeError('usage: bench/profiles.ts memory [REVIEWS] | lookups');
