import { z } from 'zod';

import type { AspectScore, AspectSentence } from '../aspects/aspect.ts';
import { createRandom, deriveSeed } from '../random.ts';

/**
 * Noise on the critical path: what profiling believes of sentences is made wrong before anything is made of it. Symmetric
 * label noise: each label of a coherent aspect becomes, with probability `share`, another coherent aspect's, drawn
 * uniformly; each sentence's sentiments, with the same probability and apart from it, change their sign. At 0.5 the signs
 * say nothing any more. Texts stay. Draws belong to sentences and places, so that what is wrong at 0.1 is wrong at 0.3.
 */
export interface LabelNoise {
  /** In [0, 1]. */
  readonly share: number;
  readonly seed: number;
  /** The coherent aspects: those that planning speaks of. */
  readonly aspectIds: readonly number[];
}

export function corruptSentence(sentence: AspectSentence, { share, seed, aspectIds }: LabelNoise): AspectSentence {
  const random = createRandom(deriveSeed(seed, 'label-noise', sentence.reviewId, sentence.sentenceIndex));
  const sign = random.next() < share ? -1 : 1;
  const coherent = new Set(aspectIds);
  const standing = new Set(sentence.aspects.map(({ aspectId }) => aspectId));
  const aspects = sentence.aspects.map((label): AspectScore => {
    // Both drawn in any case: the next label's draws must not depend on the share.
    const [drawn, place] = [random.next(), random.next()];
    const wrong = coherent.has(label.aspectId) && drawn < share ? otherAspect(aspectIds, standing, place) : null;
    if (wrong !== null) {
      standing.delete(label.aspectId);
      standing.add(wrong);
    }
    return { aspectId: wrong ?? label.aspectId, score: label.score, sentiment: turned(label.sentiment, sign) };
  });
  return { ...sentence, aspects, sentiment: turned(sentence.sentiment, sign) };
}

/** One that the sentence does not carry: a label twice would be no label wrong but one lost. Null where there is none. */
function otherAspect(aspectIds: readonly number[], standing: ReadonlySet<number>, place: number): number | null {
  const others = aspectIds.filter((aspectId) => !standing.has(aspectId));
  return others[Math.floor(place * others.length)] ?? null;
}

/** Never -0, which JSON would make 0. */
const turned = (sentiment: number, sign: 1 | -1): number => (sentiment === 0 ? 0 : sign * sentiment);

/** `aspects/noise.json`: what was changed. */
export const NoiseCountsSchema = z.object({
  sentences: z.int(),
  turnedSentences: z.int(),
  /** Of coherent aspects. */
  labels: z.int(),
  wrongLabels: z.int(),
});
export type NoiseCounts = z.infer<typeof NoiseCountsSchema>;
export const NO_NOISE: NoiseCounts = { sentences: 0, turnedSentences: 0, labels: 0, wrongLabels: 0 };

export function countNoise(
  counts: NoiseCounts,
  before: AspectSentence,
  after: AspectSentence,
  { aspectIds }: Pick<LabelNoise, 'aspectIds'>,
): NoiseCounts {
  const wrong = before.aspects.filter(({ aspectId }, place) => after.aspects[place]?.aspectId !== aspectId);
  const isTurned = before.aspects.some(({ sentiment }, place) => after.aspects[place]?.sentiment !== sentiment);
  return {
    sentences: counts.sentences + 1,
    turnedSentences: counts.turnedSentences + (isTurned ? 1 : 0),
    labels: counts.labels + before.aspects.filter(({ aspectId }) => aspectIds.includes(aspectId)).length,
    wrongLabels: counts.wrongLabels + wrong.length,
  };
}
