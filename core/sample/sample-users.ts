import { createRandom, deriveSeed, type Random } from '../random.ts';
import { SAMPLE_ASPECTS } from './lexicon/lexicons.ts';
import { code, KINDS } from './sample-items.ts';
import { DAY_MS, type SampleSettings } from './sample-options.ts';

export interface SampleUser {
  readonly userId: string;
  /** One, or two where the taste drifts midway; weights by aspect sum to 1. */
  readonly tastes: readonly { readonly fromMs: number; readonly weights: readonly number[] }[];
  /** Liking for each kind of product, added to an item's appeal. */
  readonly kindLiking: readonly number[];
  /** Stars added to every rating. */
  readonly leniency: number;
  /** When the user writes, in rising order; several reviews may share a day. */
  readonly days: readonly number[];
}

const DRIFT_SHARE = 1 / 3;
const SAME_DAY_SHARE = 0.15;
/** Aspects that a user truly cares about, and how much of the weight they share. */
const CARED_ASPECTS = 3;
const CARED_WEIGHT = 0.85;
const LEAST_REVIEWS = 3;

export function sampleUser(settings: SampleSettings, index: number): SampleUser {
  const random = createRandom(deriveSeed(settings.seed, 'sample-user', index));
  const days = reviewDays(settings, random);
  const startMs = days[0] ?? settings.startMs;
  const middleMs = days[Math.floor(days.length / 2)] ?? startMs;
  const order = random.shuffle(SAMPLE_ASPECTS.map((_, aspect) => aspect));
  const tastes = [{ fromMs: startMs, weights: tasteFor(order.slice(0, CARED_ASPECTS), random) }];
  if (random.next() < DRIFT_SHARE && middleMs > startMs) {
    tastes.push({ fromMs: middleMs, weights: tasteFor(order.slice(CARED_ASPECTS, 2 * CARED_ASPECTS), random) });
  }
  return {
    userId: `A${code(deriveSeed(settings.seed, 'user-id', index), 6)}${code(index, 5)}`,
    tastes,
    kindLiking: KINDS.map(() => 0.9 * random.normal()),
    leniency: 0.25 * random.normal(),
    days,
  };
}

function tasteFor(cared: readonly number[], random: Random): number[] {
  const shares = cared.map(() => 0.5 + random.next());
  const sum = shares.reduce((total, share) => total + share, 0);
  const rest = (1 - CARED_WEIGHT) / (SAMPLE_ASPECTS.length - cared.length);
  return SAMPLE_ASPECTS.map((_, aspect) => {
    const place = cared.indexOf(aspect);
    return place === -1 ? rest : (CARED_WEIGHT * (shares[place] ?? 0)) / sum;
  });
}

export function tasteAt(user: SampleUser, timestampMs: number): readonly number[] {
  const current = user.tastes.findLast(({ fromMs }) => fromMs <= timestampMs) ?? user.tastes[0];
  return current?.weights ?? [];
}

/** A stretch of one to five years; more people write in later years. */
function reviewDays(settings: SampleSettings, random: Random): number[] {
  const mean = settings.reviews / settings.users;
  const drawn = LEAST_REVIEWS + Math.floor(-Math.log(1 - random.next()) * Math.max(0, mean - LEAST_REVIEWS + 0.5));
  const count = Math.max(1, Math.min(drawn, Math.floor(settings.items * 0.6), Math.round(mean * 6)));
  const totalDays = (settings.endMs - settings.startMs) / DAY_MS;
  const firstDay = totalDays * 0.85 * Math.sqrt(random.next());
  const lastDay = Math.min(totalDays, firstDay + 365 * (1 + 4 * random.next()));
  const days: number[] = [];
  for (let review = 0; review < count; review++) {
    const previous = days.at(-1);
    const again = previous !== undefined && random.next() < SAME_DAY_SHARE;
    days.push(again ? previous : Math.floor(firstDay + (lastDay - firstDay) * random.next()));
  }
  return days.sort((left, right) => left - right).map((day) => settings.startMs + day * DAY_MS);
}
