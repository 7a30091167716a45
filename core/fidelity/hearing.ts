/**
 * Which way words lean on an aspect, by natural language inference: do they entail that the aspect is good, or that it is
 * bad? Checks ask as they go; what they asked is answered between two rounds of checking, so that they stay plain
 * functions and only doubtful words cost an inference. Ours: the paper leaves open how its checks read.
 */
import type { EntailmentModel } from '../text/entailment.ts';
import type { Leaning } from './aspect-polarity.ts';

export interface Hearing {
  /** In [-1, 1], good above 0; null: no model, or not answered yet. */
  sign(text: string, label: string): number | null;
  /** Answers what was asked since; false: nothing was. */
  answer(): Promise<boolean>;
}

/** From this difference of the two probabilities on, words lean clearly. */
export const LEANS = 0.2;

export function leaningOfSign(sign: number | null): Leaning {
  if (sign === null || Math.abs(sign) < LEANS) return 'unclear';
  return sign > 0 ? 'positive' : 'negative';
}

export function createHearing(model: EntailmentModel | null): Hearing {
  const known = new Map<string, number>();
  const asked = new Map<string, { readonly text: string; readonly label: string }>();
  return {
    sign(text, label) {
      const key = JSON.stringify([text, label]);
      const sign = known.get(key);
      if (sign !== undefined) return sign;
      if (model !== null) asked.set(key, { text, label });
      return null;
    },
    async answer() {
      const open = [...asked];
      asked.clear();
      if (model === null) return false;
      for (const [key, { text, label }] of open) {
        const be = label.endsWith('s') && !label.endsWith('ss') ? 'are' : 'is';
        const [good = 0, bad = 0] = await model.entails(
          ['good', 'bad'].map((word) => ({ premise: text, hypothesis: `The ${label} ${be} ${word}.` })),
        );
        known.set(key, good - bad);
      }
      return open.length > 0;
    },
  };
}
