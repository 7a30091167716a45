import type { Polarity } from '../../../planning/dialog-act.ts';
import { polarityOf } from '../../../planning/polarity.ts';
import type { DeclaredAct, Turn } from '../../../simulation/dialog.ts';
import { PAST_AGAINST, PAST_FOR, WISH_AGAINST, WISH_FOR } from '../bank/preferences.ts';
import { fillForm } from '../fill-form.ts';
import { renamed, spokenName } from '../item-names.ts';
import { firstMade, mutatorOf, type Mutant, type Mutating } from '../mutation.ts';
import { labelOf, ownSentences, voicesOn } from '../review-facts.ts';
import { sayingOf, sayTurn } from '../say-acts.ts';
import { withTurn } from '../turn-edits.ts';
import { withOppositeWord } from '../word-flips.ts';

/**
 * A user says the opposite of the preference that is planned and declared. Skipped where that might be true as well:
 * a neutral preference, a profile that leans the other way, a past review that says both.
 */
export const flipPreference = mutatorOf({
  'said the other way round': (mutating) =>
    vary(mutating, ({ turn, place, act }) =>
      sayTurn(turn, sayingOf(mutating), new Map([[place, flipped(mutating, act)]])),
    ),
  'one word turned round': (mutating) =>
    vary(mutating, ({ turn, act }) =>
      turn.acts.length === 1 ? withOppositeWord(turn.text, labelOf(mutating.base, act.aspectId)) : null,
    ),
  'turn of another dialog': (mutating) => vary(mutating, (told) => transplanted(mutating, told)),
});

interface Told {
  readonly turn: Turn;
  readonly place: number;
  readonly act: DeclaredAct & { readonly aspectId: number; readonly polarity: 'positive' | 'negative' };
}

function vary(mutating: Mutating, retell: (told: Told) => string | null): Omit<Mutant, 'variant'> | null {
  return firstMade(mutating.random, preferences(mutating), (told) => {
    const text = retell(told);
    if (text === null || text === told.turn.text) return null;
    const at = told.turn.turnIndex;
    return { transcript: withTurn(mutating.transcript, at, { text }), at: [at] };
  });
}

function preferences(mutating: Mutating): Told[] {
  return mutating.transcript.turns.flatMap((turn) =>
    turn.speaker === 'system'
      ? []
      : turn.acts.flatMap((act, place) => {
          const { aspectId, polarity } = act;
          if (aspectId === null || polarity === null || polarity === 'neutral') return [];
          if (act.act !== 'disclose' && act.act !== 'refer_history') return [];
          const told = { turn, place, act: { ...act, aspectId, polarity } };
          return oppositeIsFalse(mutating, told.act) ? [told] : [];
        }),
  );
}

function oppositeIsFalse({ plan, base }: Mutating, { act, aspectId, polarity, itemId }: Told['act']): boolean {
  const opposite: Polarity = polarity === 'positive' ? 'negative' : 'positive';
  if (act === 'refer_history') {
    const voices = voicesOn(itemId === null ? [] : ownSentences(plan, base, itemId), aspectId);
    return voices[polarity] > 0 && voices[opposite] === 0;
  }
  const profile = base.userProfileAt(plan.userId, plan.timestampMs);
  const opinion = profile.opinions.find((one) => one.aspectId === aspectId);
  return opinion === undefined || polarityOf(opinion.sentiment) !== opposite;
}

function flipped({ base, random }: Mutating, { act, aspectId, polarity, itemId }: Told['act']): string {
  const against = polarity === 'positive';
  const a = labelOf(base, aspectId);
  if (act === 'disclose' || itemId === null) return fillForm(random.pick(against ? WISH_AGAINST : WISH_FOR), { a });
  const item = spokenName(base, itemId, random);
  return fillForm(random.pick(against ? PAST_AGAINST : PAST_FOR), { a, item });
}

/** What another user said of the same aspect with the opposite polarity, about this user's item where one is named. */
function transplanted({ plan, base, others, random }: Mutating, { act, turn }: Told): string | null {
  if (turn.acts.length !== 1) return null;
  const turns = others.flatMap((other) => (other.plan.userId === plan.userId ? [] : other.transcript.turns));
  const fitting = turns.filter(({ acts: [own, ...more] }) => {
    if (own === undefined || more.length > 0) return false;
    return (
      own.act === act.act && own.aspectId === act.aspectId && own.polarity !== null && own.polarity !== act.polarity
    );
  });
  return firstMade(random, fitting, ({ text, acts: [own] }) => {
    if (act.itemId === null || !own || own.itemId === null) return text;
    return renamed(text, base, own.itemId, spokenName(base, act.itemId, random));
  });
}
