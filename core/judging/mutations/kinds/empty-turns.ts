import type { DialogAct } from '../../../planning/dialog-act.ts';
import { BLANK, CONTENT_FREE } from '../bank/fillers.ts';
import { firstMade, mutatorOf, type Mutating } from '../mutation.ts';
import { withTurn } from '../turn-edits.ts';

/** Acts that a grunt cannot stand for; it may well stand for a greeting, an acceptance or a farewell. */
const TELLING: ReadonlySet<DialogAct> = new Set([
  'elicit',
  'disclose',
  'refer_history',
  'inquire',
  'answer',
  'recommend',
  'justify',
  'compare',
  'critique',
]);

export const emptyTurns = mutatorOf({
  blank: (mutating) => vary(mutating, BLANK, () => true),
  'content-free': (mutating) => vary(mutating, CONTENT_FREE, (act) => TELLING.has(act)),
});

function vary({ random, transcript }: Mutating, forms: readonly string[], empties: (act: DialogAct) => boolean) {
  const turns = transcript.turns.filter(({ acts }) => acts.some(({ act }) => empties(act)));
  return firstMade(random, turns, ({ turnIndex }) => ({
    transcript: withTurn(transcript, turnIndex, { text: random.pick(forms) }),
    at: [turnIndex],
  }));
}
