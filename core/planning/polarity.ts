import type { Polarity } from './dialog-act.ts';

/** Sentiment in [-1, 1] within this distance of 0 counts as mixed: no clear sign. Ours; the paper fixes no scale. */
export const POLARITY_MARGIN = 0.1;

/** The polarity of a profile's, a standing's or a sentence's sentiment. */
export function polarityOf(sentiment: number): Polarity {
  if (sentiment >= POLARITY_MARGIN) return 'positive';
  return sentiment <= -POLARITY_MARGIN ? 'negative' : 'neutral';
}

/** Whether a cited sentence bears a stated polarity out; nothing bears out a neutral claim but a mixed sentence. */
export function bearsOut(sentiment: number, polarity: Polarity): boolean {
  return polarityOf(sentiment) === polarity;
}
