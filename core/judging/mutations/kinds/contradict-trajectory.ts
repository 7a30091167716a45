import { polarityOf } from '../../../planning/polarity.ts';
import type { DeclaredAct, Turn } from '../../../simulation/dialog.ts';
import { ANSWER_AGAINST, ANSWER_FOR, CLAIM_AGAINST, CLAIM_FOR } from '../bank/claims.ts';
import { fillForm } from '../fill-form.ts';
import { renamed, spokenName } from '../item-names.ts';
import { firstMade, mutatorOf, type Mutating } from '../mutation.ts';
import { communitySentences, labelOf, voicesOn } from '../review-facts.ts';
import { sayingOf, sayTurn } from '../say-acts.ts';
import { withTurn } from '../turn-edits.ts';
import { withOppositeWord } from '../word-flips.ts';

/**
 * The system says the opposite of what the community holds. Only where the community is of one mind: its standing
 * has the claim's sign, and not one voice the other, so that "one buyer was let down" is a lie as well.
 */
export const contradictTrajectory = mutatorOf({
  'said the other way round': (mutating) =>
    vary(mutating, (claim) =>
      sayTurn(claim.turn, sayingOf(mutating), new Map([[claim.place, opposite(mutating, claim)]])),
    ),
  'the opposite added': (mutating) => vary(mutating, (claim) => `${claim.turn.text} ${opposite(mutating, claim)}`),
  'one word turned round': (mutating) =>
    vary(mutating, ({ turn, aspectId }) =>
      turn.acts.length === 1 ? withOppositeWord(turn.text, labelOf(mutating.base, aspectId)) : null,
    ),
  'claim of another dialog': (mutating) => vary(mutating, (claim) => transplanted(mutating, claim)),
});

interface Claim {
  readonly turn: Turn;
  readonly place: number;
  readonly act: DeclaredAct;
  readonly aspectId: number;
  readonly itemId: string;
  readonly polarity: 'positive' | 'negative';
}

function vary(mutating: Mutating, retell: (claim: Claim) => string | null) {
  return firstMade(mutating.random, clearClaims(mutating), (claim) => {
    const text = retell(claim);
    const at = claim.turn.turnIndex;
    return text === null ? null : { transcript: withTurn(mutating.transcript, at, { text }), at: [at] };
  });
}

function clearClaims(mutating: Mutating): Claim[] {
  // Beside a comparison, what is added could be meant of the other item.
  const turns = mutating.transcript.turns.filter(({ acts }) => !acts.some(({ act }) => act === 'compare'));
  return turns.flatMap((turn) =>
    turn.acts.flatMap((act, place) => {
      const { aspectId, itemId, polarity } = act;
      if (turn.speaker === 'user' || aspectId === null || itemId === null) return [];
      if ((act.act !== 'justify' && act.act !== 'answer') || polarity === null || polarity === 'neutral') return [];
      const claim = { turn, place, act, aspectId, itemId, polarity };
      return isClear(mutating, claim) ? [claim] : [];
    }),
  );
}

function isClear({ plan, base }: Mutating, { aspectId, itemId, polarity }: Claim): boolean {
  const voices = voicesOn(communitySentences(plan, base, itemId), aspectId);
  const opposed = polarity === 'positive' ? voices.negative : voices.positive;
  const standing = base.itemStandingAt(itemId, plan.timestampMs);
  const opinion = standing.opinions.find((one) => one.aspectId === aspectId);
  return opinion !== undefined && polarityOf(opinion.sentiment) === polarity && voices[polarity] > 0 && opposed === 0;
}

function opposite({ base, random }: Mutating, { act, aspectId, polarity }: Claim): string {
  const [positive, negative] = act.act === 'answer' ? [ANSWER_FOR, ANSWER_AGAINST] : [CLAIM_FOR, CLAIM_AGAINST];
  return fillForm(random.pick(polarity === 'positive' ? negative : positive), { a: labelOf(base, aspectId) });
}

/** What another dialog's system said of its item on the same aspect, with the opposite polarity, under this item's name. */
function transplanted({ base, others, random }: Mutating, { turn, aspectId, itemId, polarity }: Claim): string | null {
  if (turn.acts.length !== 1) return null;
  const told = others.flatMap((other) => other.transcript.turns);
  const fitting = told.filter(({ acts: [act, ...more] }) => {
    if (act === undefined || more.length > 0 || act.itemId === itemId || act.aspectId !== aspectId) return false;
    return (act.act === 'justify' || act.act === 'answer') && act.polarity !== null && act.polarity !== polarity;
  });
  return firstMade(random, fitting, ({ text, acts: [act] }) => {
    const name = spokenName(base, itemId, random);
    return act?.itemId ? (renamed(text, base, act.itemId, name) ?? text) : text;
  });
}
