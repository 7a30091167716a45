import type { DialogAct, Polarity } from '../../planning/dialog-act.ts';
import type { Violation } from '../../simulation/dialog.ts';
import { citedIn, type DialogReading, type ReadTurn } from '../dialog-reading.ts';
import type { Clause } from '../aspect-polarity.ts';
import { isEcho } from '../cues.ts';
import { describeAct } from '../execution/planned-acts.ts';
import { restates } from '../restatement.ts';
import { missingInWords } from '../said-acts.ts';
import { violation } from '../violation.ts';
import { sharesClause } from './preferences.ts';

/** Acts with a content that the words must bear out; a greeting declared and not said deceives nobody. */
const WITH_CONTENT: ReadonlySet<DialogAct> = new Set([
  'disclose',
  'refer_history',
  'answer',
  'recommend',
  'justify',
  'compare',
  'critique',
  'reject',
  'accept',
]);

/** Declared acts are said. */
export function checkDeclaredActs(reading: DialogReading): Violation[] {
  return reading.turns.flatMap((read) =>
    read.turn.acts
      .filter((act) => WITH_CONTENT.has(act.act))
      .flatMap((act) => {
        const missing = missingInWords(act, read, reading);
        if (missing === null) return [];
        const { nodeId, turnIndex, speaker } = read.turn;
        const expected = describeAct({ ...act, speaker }, reading);
        return [violation('behaviour/declared-not-said', nodeId, turnIndex, speaker, expected, missing)];
      }),
  );
}

/** Words and marks: "Good choice!" claims nothing. */
const EXCLAMATION = 3;

/** What the system claims of an item is declared, so that it can be held against evidence. */
export function checkUndeclaredClaims(reading: DialogReading): Violation[] {
  const found: Violation[] = [];
  for (const read of reading.turns) {
    const { turn, parsed } = read;
    if (turn.speaker === 'user' || read.itemOnTable === null) continue;
    const now = new Set(turn.acts.flatMap(({ aspectId }) => aspectId ?? []));
    for (const { aspectId, strength } of parsed.aspects) {
      const covered = now.has(aspectId) || saidBefore(aspectId, read, reading) || sharesClause(aspectId, now, parsed);
      // A phrase may be another aspect's word: by meaning that is told apart (heard-claims.ts).
      if (strength === 'weak' || covered || (strength === 'phrase' && reading.second !== null)) continue;
      const polarity = statedIn(aspectId, read, reading);
      if (polarity === null) continue;
      const content = `${polarity} on ${reading.aspectLabel(aspectId)}`;
      found.push(
        violation(
          'behaviour/undeclared-claim',
          turn.nodeId,
          turn.turnIndex,
          'system',
          'claims declared, with evidence',
          content,
        ),
      );
    }
  }
  return found;
}

/** "One line that stuck: ..." */
function introducesQuote({ first, last }: Clause, { words, text, quotes }: ReadTurn['parsed']): boolean {
  const inside = words.slice(first, last + 1).filter(({ masked }) => !masked);
  const end = inside.filter(({ form }) => form !== ':').at(-1)?.end ?? 0;
  return quotes.some(({ start }) => start >= end && /^\s*:\s*"?$/u.test(text.slice(end, start)));
}

function saidBefore(aspectId: number, { turn }: ReadTurn, reading: DialogReading): boolean {
  return reading.turns.some(
    (earlier) =>
      earlier.turn.turnIndex < turn.turnIndex &&
      earlier.turn.speaker === 'system' &&
      earlier.turn.acts.some((act) => act.aspectId === aspectId && act.polarity !== null),
  );
}

/** An opinion in the very clause, in a statement that is not about the listener's wishes; null: none that is clear. */
function statedIn(aspectId: number, { turn, parsed }: ReadTurn, reading: DialogReading): Polarity | null {
  const cited = citedIn(turn).flatMap((id) => reading.evidence.get(id)?.quote ?? []);
  for (const mention of parsed.aspectMentions) {
    if (mention.aspectId !== aspectId || mention.strength === 'weak') continue;
    const clause = parsed.clauses.find(({ first, last }) => first <= mention.first && mention.first <= last);
    if (clause === undefined || clause.desire || clause.indifference) continue;
    const sentence = parsed.words.filter((word) => word.sentence === clause.sentence);
    if (sentence.length <= EXCLAMATION || introducesQuote(clause, parsed)) continue;
    // A reviewer's words may speak of more than the aspect that they are cited for.
    const own = { words: parsed.words.slice(clause.first, clause.last + 1) };
    if (cited.some((quote) => restates(own, quote) === 'restated')) continue;
    const text = parsed.text.slice(sentence[0]?.start ?? 0, sentence.at(-1)?.end ?? 0).toLowerCase();
    if (text.trimEnd().endsWith('?') || isEcho(text)) continue;
    const { positive, negative } = clause.sum;
    if (positive > 0 !== negative > 0) return positive > 0 ? 'positive' : 'negative';
  }
  return null;
}
