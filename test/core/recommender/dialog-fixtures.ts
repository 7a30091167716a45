import type { DialogAct, Speaker } from '../../../core/planning/dialog-act.ts';
import type { Item, Review } from '../../../core/reviews/review.ts';
import type { DeclaredAct, DialogRecord, Turn } from '../../../core/simulation/dialog.ts';
import { NO_USAGE } from '../../../core/simulation/dialog.ts';
import type { SentenceEncoder } from '../../../core/text/sentence-encoder.ts';
import { createRandom, deriveSeed } from '../../../core/random.ts';

export function acts(act: DialogAct, itemId: string): DeclaredAct[] {
  return [{ act, aspectId: null, polarity: null, itemId, evidenceIds: [] }];
}

export function turn(
  turnIndex: number,
  speaker: Speaker,
  nodeId: string,
  text: string,
  acts: DeclaredAct[] = [],
): Turn {
  return { turnIndex, speaker, nodeId, text, acts };
}

export function dialog(changes: Partial<DialogRecord> & Pick<DialogRecord, 'dialogId'>): DialogRecord {
  return {
    ordinal: 0,
    status: 'accepted',
    failure: null,
    userId: 'u1',
    split: 'train',
    timestampMs: 1000,
    targetItemId: 'i1',
    history: [],
    rejectedItemIds: [],
    attempts: 1,
    provider: 'template',
    turns: [],
    usage: NO_USAGE,
    ...changes,
  };
}

export function item(itemId: string, name: string): Item {
  return { itemId, name, categories: [], price: null, description: '', attributes: {} };
}

export function review(reviewId: string, userId: string, itemId: string, timestampMs: number, text: string): Review {
  return { reviewId, userId, itemId, rating: 5, timestampMs, title: '', text, split: 'train' };
}

/** A bag of words as a unit vector: each word a seeded direction. Remembers what it was asked. */
export function wordEncoder(dimension = 16): SentenceEncoder & { readonly asked: string[] } {
  const asked: string[] = [];
  const embed = (sentence: string): number[] => {
    const sum = Array.from({ length: dimension }, () => 1e-6);
    for (const word of sentence.toLowerCase().match(/[a-z0-9]+/g) ?? []) {
      const random = createRandom(deriveSeed(0, word));
      for (let at = 0; at < dimension; at++) sum[at] = (sum[at] ?? 0) + random.normal();
    }
    const length = Math.hypot(...sum);
    return sum.map((value) => value / length);
  };
  return {
    id: 'words',
    dimension,
    asked,
    encode(sentences) {
      asked.push(...sentences);
      return Promise.resolve(Float32Array.from(sentences.flatMap(embed)));
    },
  };
}
