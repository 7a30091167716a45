/**
 * Which way words lean on an aspect, by natural language inference: do they entail that the aspect is good, or that it is
 * bad? Checks ask as they go; what they asked is answered between two rounds of checking, so that they stay plain
 * functions and only doubtful words cost an inference: never both ways where one tells. Ours: the paper leaves open how
 * its checks read.
 */
import type { EntailmentModel } from '../text/entailment.ts';

export type Way = 'positive' | 'negative';

export interface Hearing {
  /**
   * Whether the words lean that way by `least` or more: the difference of the probabilities that the aspect is so and that
   * it is the contrary. null: no model, or not answered yet.
   */
  leans(text: string, label: string, way: Way, least: number): boolean | null;
  /** Answers what was asked since; false: nothing was. */
  answer(): Promise<boolean>;
}

/** From this difference of the two probabilities on, words lean clearly. */
export const LEANS = 0.2;

export const contrary = (way: Way): Way => (way === 'positive' ? 'negative' : 'positive');

const WORDS = { positive: 'good', negative: 'bad' } as const;

export function createHearing(model: EntailmentModel | null): Hearing {
  const known = new Map<string, number>();
  const asked = new Map<string, { readonly premise: string; readonly hypothesis: string }>();
  const probability = (premise: string, label: string, way: Way): number | null => {
    const be = label.endsWith('s') && !label.endsWith('ss') ? 'are' : 'is';
    const hypothesis = `The ${label} ${be} ${WORDS[way]}.`;
    const key = JSON.stringify([premise, hypothesis]);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (model !== null) asked.set(key, { premise, hypothesis });
    return null;
  };
  return {
    leans(text, label, way, least) {
      const so = probability(text, label, way);
      if (so === null) return null;
      // What the contrary takes away can only make it less.
      if (so < least) return false;
      const contraryToIt = probability(text, label, contrary(way));
      return contraryToIt === null ? null : so - contraryToIt >= least;
    },
    async answer() {
      const open = [...asked];
      asked.clear();
      if (model === null || open.length === 0) return false;
      const answers = await model.entails(open.map(([, pair]) => pair));
      for (const [place, [key]] of open.entries()) known.set(key, answers[place] ?? 0);
      return true;
    },
  };
}
