import type { Polarity } from '../../planning/dialog-act.ts';

/** Sentiment nearer to 0 than this has no clear sign: either way of putting it is honest if a cited sentence bears it. */
export const MIXED_BELOW = 0.1;
/** From here on "no strong view" is a falsehood. */
const STRONG_FROM = 0.4;

export type Agreement = 'agrees' | 'mixed' | 'contradicts';

/** A stated polarity against a sentiment in [-1, 1]. */
export function agreement(polarity: Polarity, sentiment: number): Agreement {
  if (polarity === 'neutral') return Math.abs(sentiment) >= STRONG_FROM ? 'contradicts' : 'agrees';
  if (Math.abs(sentiment) < MIXED_BELOW) return 'mixed';
  return sentiment > 0 === (polarity === 'positive') ? 'agrees' : 'contradicts';
}

export const signWord = (sentiment: number): string =>
  Math.abs(sentiment) < MIXED_BELOW ? 'mixed' : sentiment > 0 ? 'positive' : 'negative';
