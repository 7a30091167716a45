import type { Violation } from '../../simulation/dialog.ts';
import type { DialogReading } from '../dialog-reading.ts';
import { violation } from '../violation.ts';
import { comparableWords } from '../words/normalise.ts';

/** Shorter utterances ("Thanks!") may come again. */
const MIN_WORDS = 5;
const NEAR_SAME = 0.9;

/** A speaker that says the same, or nearly the same, twice. */
export function checkLoops(reading: DialogReading): Violation[] {
  const found: Violation[] = [];
  const earlier: { speaker: string; bigrams: ReadonlyMap<string, number>; size: number }[] = [];
  for (const { turn } of reading.turns) {
    const words = comparableWords(turn.text).split(' ');
    if (words.length < MIN_WORDS) continue;
    const bigrams = countBigrams(words);
    const own = { speaker: turn.speaker, bigrams, size: words.length - 1 };
    if (earlier.some((other) => other.speaker === turn.speaker && dice(other, own) >= NEAR_SAME)) {
      found.push(
        violation('execution/loop', turn.nodeId, turn.turnIndex, turn.speaker, 'something new', 'said before'),
      );
    }
    earlier.push(own);
  }
  return found;
}

function countBigrams(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + 1 < words.length; at++) {
    const bigram = `${words[at]} ${words[at + 1]}`;
    counts.set(bigram, (counts.get(bigram) ?? 0) + 1);
  }
  return counts;
}

interface Bag {
  readonly bigrams: ReadonlyMap<string, number>;
  readonly size: number;
}

/** Dice's coefficient of two bags of bigrams, in [0, 1]. */
function dice(left: Bag, right: Bag): number {
  let shared = 0;
  for (const [bigram, count] of left.bigrams) shared += Math.min(count, right.bigrams.get(bigram) ?? 0);
  return (2 * shared) / (left.size + right.size);
}
