/**
 * Words that are somebody's, but nobody's who may say them: the user tells what another user wrote of an item in its
 * history, or the system what was written from the dialog's time on.
 */
import type { Speaker } from '../../planning/dialog-act.ts';
import type { Violation } from '../../simulation/dialog.ts';
import type { DialogReading, ReadTurn } from '../dialog-reading.ts';
import { closelyRestated, restates } from '../restatement.ts';
import { violation } from '../violation.ts';
import type { Word } from '../words/tokenise.ts';

export function checkForeignWords(reading: DialogReading): Violation[] {
  const { history, later } = sourcesOf(reading);
  const told = foreignTurns(reading, 'user', history);
  const foretold = foreignTurns(reading, 'system', later);
  return reading.turns.flatMap((read) => {
    const { turn } = read;
    const at = [turn.nodeId, turn.turnIndex, turn.speaker] as const;
    if (turn.speaker === 'user') {
      return told.has(read)
        ? [violation('behaviour/foreign-history', ...at, 'your own experience', 'what someone else wrote')]
        : [];
    }
    return foretold.has(read) || saysLaterDate(read, reading)
      ? [violation('behaviour/later-review', ...at, "nothing from the dialog's time on", 'what was written later')]
      : [];
  });
}

/** What each speaker must not tell, and what it may: other people's words on the user's past items, later reviews. */
function sourcesOf({ plan, base }: DialogReading): { readonly history: Sources; readonly later: Sources } {
  const t = plan.timestampMs;
  const allowed = plan.evidence.map(({ quote }) => quote);
  const sentencesOf = (itemId: string, from: number, until: number, keep: (userId: string) => boolean): string[] =>
    base
      .itemReviewsBefore(itemId, until)
      .filter(({ timestampMs, userId }) => timestampMs >= from && keep(userId))
      .slice(-REVIEWS)
      .flatMap(({ reviewId }) => base.sentencesOf(reviewId).map(({ text }) => text));
  const own = (userId: string): boolean => userId === plan.userId;
  const offered = [plan.targetItemId, ...plan.rejected.map(({ itemId }) => itemId)];
  return {
    history: {
      foreign: plan.history.flatMap((itemId) => sentencesOf(itemId, -Infinity, t, (userId) => !own(userId))),
      known: () => [...allowed, ...plan.history.flatMap((itemId) => sentencesOf(itemId, -Infinity, t, own))],
    },
    later: {
      foreign: offered.flatMap((itemId) => sentencesOf(itemId, t, Infinity, () => true)),
      known: () => [
        ...allowed,
        ...offered.flatMap((itemId) => sentencesOf(itemId, -Infinity, t, (userId) => !own(userId))),
      ],
    },
  };
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const DATE = new RegExp(`\\b(?:(${MONTHS.join('|')})\\s+(?:of\\s+)?)?((?:19|20)\\d\\d)\\b`, 'gu');

/** "A reviewer in March 2014": a month or a year after the dialog's, outside titles and quotations. */
function saysLaterDate({ parsed }: ReadTurn, { plan }: DialogReading): boolean {
  const masked = parsed.words.filter((word) => word.masked);
  const now = new Date(plan.timestampMs);
  return [...parsed.text.toLowerCase().matchAll(DATE)].some(({ index, 0: said, 1: month, 2: year }) => {
    if (masked.some(({ start, end }) => start < index + said.length && index < end)) return false;
    const years = Number(year) - now.getUTCFullYear();
    return years > 0 || (years === 0 && month !== undefined && MONTHS.indexOf(month) > now.getUTCMonth());
  });
}

/** Reviews of an item that are looked through, the latest first. */
const REVIEWS = 60;
interface Sources {
  readonly foreign: readonly string[];
  /** Read only where something foreign is said: seldom. */
  readonly known: () => readonly string[];
}

/** Turns of the speaker with a sentence that says again what it must not know, and nothing that it may. */
function foreignTurns({ turns }: DialogReading, speaker: Speaker, { foreign, known }: Sources): ReadonlySet<ReadTurn> {
  const sentences = turns.filter(({ turn }) => turn.speaker === speaker).flatMap(sentencesIn);
  const close = [...closelyRestated(sentences, foreign)];
  const own = close.length === 0 ? [] : known();
  const told = close.filter((one) => !own.some((text) => restates(one, text) === 'restated'));
  return new Set(told.map(({ read }) => read));
}

function sentencesIn(read: ReadTurn): { readonly read: ReadTurn; readonly words: readonly Word[] }[] {
  const { words } = read.parsed;
  return [...new Set(words.map(({ sentence }) => sentence))].map((sentence) => ({
    read,
    words: words.filter((word) => word.sentence === sentence),
  }));
}
