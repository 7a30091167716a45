import type { DeclaredAct, Turn } from '../../../simulation/dialog.ts';
import { ACCEPT_OTHER, RECOMMEND_OTHER } from '../bank/items.ts';
import { fillForm } from '../fill-form.ts';
import { renamed, spokenName, strangerTo } from '../item-names.ts';
import { firstMade, mutatorOf, type Mutant, type Mutating } from '../mutation.ts';
import { sayingOf, sayTurn } from '../say-acts.ts';
import { withTurn, withTurns } from '../turn-edits.ts';

/** Another item of the catalogue stands where the plan's is recommended or accepted; the declared acts keep the plan's. */
export const swapItem = mutatorOf({
  'named otherwise where it is recommended': (mutating) =>
    vary(mutating, 'recommend', ({ turn, itemId, other }) => renamed(turn.text, mutating.base, itemId, other)),
  'named otherwise from there on': renamedThroughout,
  'another recommended in other words': (mutating) => vary(mutating, 'recommend', resaid(mutating, RECOMMEND_OTHER)),
  'another accepted': (mutating) => vary(mutating, 'accept', resaid(mutating, ACCEPT_OTHER)),
  'a rejected one accepted': (mutating) => {
    const { plan, base, random } = mutating;
    const rejected = plan.rejected.map(({ itemId }) => itemId);
    if (rejected.length === 0) return null;
    const other = spokenName(base, random.pick(rejected), random);
    return vary(mutating, 'accept', (swap) => resaid(mutating, ACCEPT_OTHER)({ ...swap, other }));
  },
});

interface Swap {
  readonly turn: Turn;
  readonly place: number;
  readonly itemId: string;
  /** The other item's name as it is said. */
  readonly other: string;
}

function vary(
  mutating: Mutating,
  act: DeclaredAct['act'],
  swap: (swap: Swap) => string | null,
): Omit<Mutant, 'variant'> | null {
  const { plan, base, random, transcript } = mutating;
  return firstMade(random, placesOf(mutating, act), (found) => {
    const stranger = strangerTo(plan, base, random);
    if (stranger === null) return null;
    const text = swap({ ...found, other: spokenName(base, stranger, random) });
    const at = found.turn.turnIndex;
    return text === null ? null : { transcript: withTurn(transcript, at, { text }), at: [at] };
  });
}

function placesOf({ transcript }: Mutating, wanted: DeclaredAct['act']): Omit<Swap, 'other'>[] {
  return transcript.turns.flatMap((turn) =>
    turn.acts.flatMap(({ act, itemId }, place) => (act === wanted && itemId !== null ? [{ turn, place, itemId }] : [])),
  );
}

const resaid =
  (mutating: Mutating, forms: readonly string[]) =>
  ({ turn, place, other }: Swap): string | null =>
    sayTurn(turn, sayingOf(mutating), new Map([[place, fillForm(mutating.random.pick(forms), { other })]]));

function renamedThroughout({ plan, base, random, transcript }: Mutating): Omit<Mutant, 'variant'> | null {
  const stranger = strangerTo(plan, base, random);
  if (stranger === null) return null;
  const other = spokenName(base, stranger, random);
  const at: number[] = [];
  const turns = transcript.turns.map((turn) => {
    const text = renamed(turn.text, base, plan.targetItemId, other);
    if (text === null) return turn;
    at.push(turn.turnIndex);
    return { ...turn, text };
  });
  const recommended = at.some((index) => transcript.turns[index]?.acts.some(({ act }) => act === 'recommend'));
  return recommended ? { transcript: withTurns(transcript, turns), at } : null;
}
