/**
 * Near-duplicates among dialogs: Jaccard similarity of 5-word shingles, with titles and quotes masked, so that two
 * dialogs are alike by their wording and not by the item that they talk about. The similarity is exact: an inverted
 * index from shingle to dialogs counts overlaps, which keeps 12,000 dialogs within seconds.
 */
import { PipelineError } from '../errors.ts';
import { maskedWords } from './mask-dialog.ts';

const SHINGLE_WORDS = 5;

export interface DialogText {
  readonly dialogId: string;
  /** The utterances in order. */
  readonly turns: readonly string[];
  /** Item names that the dialog may hold; masked before comparison. */
  readonly titles: readonly string[];
}

export interface NearDuplicateFilter {
  /** The added dialog most like this one (ties: the earlier), or null where none reaches the threshold. */
  isDuplicateOf(dialog: DialogText): string | null;
  /** Adds a dialog that later ones are compared with. */
  add(dialog: DialogText): void;
}

export function createNearDuplicateFilter(threshold: number): NearDuplicateFilter {
  if (!(threshold > 0 && threshold <= 1)) {
    throw new PipelineError('bad_configuration', `dataset.nearDuplicate must be in (0, 1], not ${threshold}`);
  }
  const postings = new Map<number, number[]>();
  const sizes: number[] = [];
  const ids: string[] = [];
  return {
    isDuplicateOf(dialog) {
      const shingles = shinglesOf(dialog);
      const overlap = new Uint32Array(sizes.length);
      for (const shingle of shingles) {
        for (const place of postings.get(shingle) ?? []) overlap[place] = (overlap[place] ?? 0) + 1;
      }
      let best: { place: number; similarity: number } | null = null;
      for (const [place, shared] of overlap.entries()) {
        const similarity = shared / (shingles.size + (sizes[place] ?? 0) - shared);
        if (similarity < threshold) continue;
        const better =
          best === null || similarity > best.similarity || (similarity === best.similarity && place < best.place);
        if (better) best = { place, similarity };
      }
      return best === null ? null : (ids[best.place] ?? null);
    },
    add(dialog) {
      const place = ids.length;
      const shingles = shinglesOf(dialog);
      ids.push(dialog.dialogId);
      sizes.push(shingles.size);
      for (const shingle of shingles) {
        const known = postings.get(shingle);
        if (known) known.push(place);
        else postings.set(shingle, [place]);
      }
    },
  };
}

/** Jaccard similarity of two dialogs' shingles, in [0, 1]; two dialogs without words are the same. */
export function dialogSimilarity(left: DialogText, right: DialogText): number {
  const leftShingles = shinglesOf(left);
  const rightShingles = shinglesOf(right);
  let shared = 0;
  for (const shingle of leftShingles) if (rightShingles.has(shingle)) shared++;
  const union = leftShingles.size + rightShingles.size - shared;
  return union === 0 ? 1 : shared / union;
}

/** Hashed shingles; a dialog shorter than a shingle is one shingle of all its words. */
function shinglesOf(dialog: DialogText): Set<number> {
  const words = maskedWords(dialog.turns, dialog.titles);
  const shingles = new Set<number>();
  const last = Math.max(0, words.length - SHINGLE_WORDS);
  for (let start = 0; start <= last; start++) shingles.add(hash53(words.slice(start, start + SHINGLE_WORDS).join(' ')));
  return shingles;
}

/** cyrb53: 53 bits, so that chance collisions among millions of shingles do not matter. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
