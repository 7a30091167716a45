import * as fc from 'fast-check';

import type { AspectCluster, AspectSentence } from '../../../core/aspects/aspect.ts';
import { RunConfigSchema, type RunConfig } from '../../../core/config/run-config.ts';
import { createEvidenceBase } from '../../../core/profiles/create-evidence-base.ts';
import type { ProfiledBase } from '../../../core/profiles/evidence-base.ts';
import type { ProfileFit } from '../../../core/profiles/profile-fit.ts';
import type { Review } from '../../../core/reviews/review.ts';

export const DAY_MS = 86_400_000;

export function profileSettings(overrides: Partial<RunConfig['profile']> = {}): RunConfig['profile'] {
  return { ...RunConfigSchema.parse({ source: { reviews: 'x' } }).profile, ...overrides };
}

export function cluster(aspectId: number, coherent = true): AspectCluster {
  return { aspectId, label: `aspect ${aspectId}`, phrases: [], size: 1, coherence: 0, distinctness: 1, coherent };
}

/** One review of one sentence on one aspect. */
export interface Said {
  readonly reviewId: string;
  readonly userId: string;
  readonly itemId: string;
  readonly timestampMs: number;
  readonly aspectId: number;
  readonly score: number;
  readonly sentiment: number;
}

export function baseOf(
  said: readonly Said[],
  options: {
    readonly profile?: Partial<RunConfig['profile']>;
    readonly trainEndMs?: number;
    readonly fit?: ProfileFit;
  } = {},
): ProfiledBase {
  const reviews = said.map((one): Review => ({
    reviewId: one.reviewId,
    userId: one.userId,
    itemId: one.itemId,
    rating: 4,
    timestampMs: one.timestampMs,
    title: '',
    text: 'The sound of this thing is fine.',
    split: 'train',
  }));
  const sentences = said.map((one): AspectSentence => ({
    reviewId: one.reviewId,
    sentenceIndex: 0,
    text: 'The sound of this thing is fine.',
    aspects: [{ aspectId: one.aspectId, score: one.score, sentiment: one.sentiment }],
    sentiment: one.sentiment,
  }));
  const input = {
    reviews,
    items: [],
    clusters: [cluster(0), cluster(1), cluster(2, false)],
    sentences,
    profile: profileSettings(options.profile),
    trainEndMs: options.trainEndMs ?? Number.MAX_SAFE_INTEGER,
  };
  return createEvidenceBase(input, options.fit);
}

/** Random histories over few users, items and days, so that same-day reviews are common. */
export const historiesOf = (minLength: number, maxLength: number): fc.Arbitrary<Said[]> =>
  fc
    .array(
      fc.record({
        userId: fc.constantFrom('u1', 'u2', 'u3'),
        itemId: fc.constantFrom('i1', 'i2', 'i3'),
        timestampMs: fc.integer({ min: 0, max: 30 }).map((day) => day * DAY_MS),
        aspectId: fc.integer({ min: 0, max: 2 }),
        score: fc.double({ min: 0.1, max: 1, noNaN: true }),
        sentiment: fc.double({ min: -1, max: 1, noNaN: true }),
      }),
      { minLength, maxLength },
    )
    .map((rows) => rows.map((row, index) => ({ ...row, reviewId: `r${index}` })));

export const histories = historiesOf(0, 40);
