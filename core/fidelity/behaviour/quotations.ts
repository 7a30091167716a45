import type { Violation } from '../../simulation/dialog.ts';
import { citedIn, type DialogReading } from '../dialog-reading.ts';
import { isVerbatim, QUOTE_WORDS } from '../quoted-evidence.ts';
import { violation } from '../violation.ts';
import { comparableWords } from '../words/normalise.ts';

/** What stands in quotation marks stands so in evidence cited by now, or was said before in the dialog. */
export function checkQuotations(reading: DialogReading): Violation[] {
  const cited = new Set<string>();
  const found: Violation[] = [];
  for (const { turn, parsed } of reading.turns) {
    for (const id of citedIn(turn)) cited.add(id);
    // The system knows other people's reviews; of the user's own what was said aloud.
    const sources = [...cited]
      .flatMap((id) => reading.evidence.get(id) ?? [])
      .filter(({ role }) => turn.speaker === 'user' || role === 'community')
      .map(({ quote }) => quote);
    const said = reading.transcript.turns.slice(0, turn.turnIndex).map(({ text }) => text);
    for (const quote of parsed.quotes) {
      if (comparableWords(quote.text).split(' ').length < QUOTE_WORDS) continue;
      if ([...sources, ...said].some((source) => isVerbatim(quote.text, source))) continue;
      const known = reading.plan.evidence.some((evidence) => isVerbatim(quote.text, evidence.quote));
      const check = known ? 'behaviour/quote-uncited' : 'behaviour/quote-not-verbatim';
      const expected = known ? 'the quotation cited as evidence' : 'a quotation word for word from cited evidence';
      found.push(violation(check, turn.nodeId, turn.turnIndex, turn.speaker, expected, quote.text));
    }
  }
  return found;
}
