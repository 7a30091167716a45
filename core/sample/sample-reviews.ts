import { createRandom, deriveSeed, type Random } from '../random.ts';
import { hashedReviewId } from '../reviews/review-id.ts';
import { expand } from './grammar.ts';
import { FILLERS, PERSONAL, TITLES, VERDICTS } from './lexicon/fillers.ts';
import { qualitiesAt, type SampleItem } from './sample-items.ts';
import { aspectSentence, contrastSentence, type Mention } from './sample-sentences.ts';
import type { SampleSettings } from './sample-options.ts';
import type { PlantedReview, PlantedSentence } from './sample-truth.ts';
import { sampleUser, tasteAt, type SampleUser } from './sample-users.ts';

export type WrittenReview = Omit<PlantedReview, 'line'> & { readonly title: string; readonly text: string };

/** Items that a user looks at before choosing one, and what draws to an item: taste above all. */
const CONSIDERED = 40;
const TASTE_PULL = 5;

/** The reviews of one user, by time: each item at most once, chosen by taste, written from what it is like that day. */
export function* userReviews(
  settings: SampleSettings,
  items: readonly SampleItem[],
  userIndex: number,
): Generator<WrittenReview> {
  const user = sampleUser(settings, userIndex);
  const random = createRandom(deriveSeed(settings.seed, 'sample-reviews', userIndex));
  const bought = new Set<string>();
  for (const timestampMs of user.days) {
    const item = chooseItem(user, items, bought, timestampMs, random);
    if (item === undefined) continue;
    bought.add(item.itemId);
    yield writeReview(settings, user, item, timestampMs, random);
  }
}

/** Sum over aspects of weight times quality, in [-1, 1]. */
function match(taste: readonly number[], item: SampleItem, timestampMs: number): number {
  const qualities = qualitiesAt(item, timestampMs);
  return taste.reduce((sum, weight, aspect) => sum + weight * (qualities[aspect] ?? 0), 0);
}

function chooseItem(
  user: SampleUser,
  items: readonly SampleItem[],
  bought: ReadonlySet<string>,
  timestampMs: number,
  random: Random,
): SampleItem | undefined {
  const taste = tasteAt(user, timestampMs);
  const isWhole = items.length <= CONSIDERED * 3;
  const considered = isWhole ? items : Array.from({ length: CONSIDERED }, () => random.pick(items));
  let best: SampleItem | undefined;
  let bestAppeal = Number.NEGATIVE_INFINITY;
  for (const item of considered) {
    if (bought.has(item.itemId) || (item.qualities[0]?.fromMs ?? 0) > timestampMs) continue;
    const gumbel = -Math.log(-Math.log(random.next() + 1e-12) + 1e-12);
    const liking = (user.kindLiking[item.kind] ?? 0) + Math.log(item.popularity);
    const appeal = TASTE_PULL * match(taste, item, timestampMs) + liking + gumbel;
    if (appeal > bestAppeal) [best, bestAppeal] = [item, appeal];
  }
  return best;
}

function writeReview(
  settings: SampleSettings,
  user: SampleUser,
  item: SampleItem,
  timestampMs: number,
  random: Random,
): WrittenReview {
  const taste = tasteAt(user, timestampMs);
  const mentions = chooseMentions(taste, item, timestampMs, random);
  const rating = rate(mentions, match(taste, item, timestampMs), user.leniency, random);
  const personal = random.next() < settings.personalShare ? random.pick(['email', 'phone', 'link'] as const) : null;
  const sentences = [...composeSentences(mentions, rating, random)];
  if (personal !== null) sentences.push({ text: personalSentence(personal, random), aspects: [] });
  const text = sentences.map((sentence) => sentence.text).join(' ');
  return {
    reviewId: hashedReviewId(user.userId, item.itemId, timestampMs, text),
    userId: user.userId,
    itemId: item.itemId,
    timestampMs,
    rating,
    sentences,
    personal,
    title: expand(random.pick(TITLES[rating]), random),
    text,
  };
}

/** Two to four aspects, those the user cares about first, then those in which the item stands out. */
function chooseMentions(taste: readonly number[], item: SampleItem, timestampMs: number, random: Random): Mention[] {
  const drawn = qualitiesAt(item, timestampMs).map((quality, aspect) => {
    const weight = (taste[aspect] ?? 0) + 0.08 * Math.abs(quality) + 0.01;
    return { aspect, quality, key: -Math.log(1 - random.next()) / weight };
  });
  drawn.sort((left, right) => left.key - right.key || left.aspect - right.aspect);
  return drawn.slice(0, 2 + random.int(3)).map(({ aspect, quality }) => ({
    aspect,
    positive: quality + 0.25 * random.normal() > 0,
  }));
}

/** Stars: half from what the review says, half from how the item suits the user. */
function rate(mentions: readonly Mention[], suits: number, leniency: number, random: Random): 1 | 2 | 3 | 4 | 5 {
  const said = mentions.reduce((sum, { positive }) => sum + (positive ? 1 : -1), 0) / mentions.length;
  const stars = Math.round(3.2 + 1.3 * said + 1.2 * suits + leniency + 0.3 * random.normal());
  if (stars <= 1) return 1;
  return stars >= 5 ? 5 : (stars as 2 | 3 | 4); // an integer strictly between 1 and 5
}

function* composeSentences(mentions: readonly Mention[], rating: number, random: Random): Generator<PlantedSentence> {
  const filler = (phrases: readonly string[]) => ({ text: expand(random.pick(phrases), random), aspects: [] });
  if (random.next() < 0.3) yield filler(FILLERS);
  const left = [...mentions];
  const [good, bad] = [left.find(({ positive }) => positive), left.find(({ positive }) => !positive)];
  if (good !== undefined && bad !== undefined && random.next() < 0.5) {
    yield contrastSentence(good, bad, random);
    left.splice(0, left.length, ...left.filter((mention) => mention !== good && mention !== bad));
  }
  for (const mention of left) yield aspectSentence(mention, random);
  if (random.next() < 0.25) yield filler(VERDICTS[rating >= 4 ? 'good' : rating <= 2 ? 'bad' : 'mixed']);
}

function personalSentence(kind: 'email' | 'phone' | 'link', random: Random): string {
  const digits = (count: number) => Array.from({ length: count }, () => random.int(10)).join('');
  const name = random.pick(['jo.meyer', 'trailfan', 'k.lindqvist', 'sam_travels', 'backpackmum']);
  return expand(random.pick(PERSONAL[kind]), random)
    .replace('EMAIL', () => `${name}${digits(2)}@example.com`)
    .replace('PHONE', () => `(${2 + random.int(8)}${digits(2)}) 555-01${digits(2)}`)
    .replace('LINK', () => `https://example.com/${name}/${digits(4)}`);
}
