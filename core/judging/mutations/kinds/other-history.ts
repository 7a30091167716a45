import type { Turn } from '../../../simulation/dialog.ts';
import { FALSE_PAST } from '../bank/items.ts';
import { PAST_AGAINST, PAST_FOR } from '../bank/preferences.ts';
import { OWN_WORDS } from '../bank/quotations.ts';
import { fillForm } from '../fill-form.ts';
import { confusable, fullName, renamed, spokenName } from '../item-names.ts';
import { firstMade, mutatorOf, type AcceptedDialog, type Mutating } from '../mutation.ts';
import { isQuotable, labelOf, reviewsOfItem, wordsOf } from '../review-facts.ts';
import { sayingOf, sayTurn } from '../say-acts.ts';
import { withTurn } from '../turn-edits.ts';

/**
 * A user tells of another user's past. Skipped where the items' names are much alike, or where this user has a review of
 * the item at any time.
 */
export const otherHistory = mutatorOf({
  'an item that another user had': (mutating) =>
    vary(mutating, (turn, itemId) => {
      const { base, random } = mutating;
      return `${turn.text} ${fillForm(random.pick(FALSE_PAST), { other: spokenName(base, itemId, random) })}`;
    }),
  "another user's item in the place of the own": (mutating) =>
    vary(mutating, (turn, itemId) => {
      const { base, random } = mutating;
      const own = turn.acts.find(({ act }) => act === 'refer_history')?.itemId;
      return own ? renamed(turn.text, base, own, spokenName(base, itemId, random)) : null;
    }),
  "another user's past in other words": (mutating) =>
    vary(mutating, (turn, itemId) => {
      const { base, random } = mutating;
      const place = turn.acts.findIndex(({ act }) => act === 'refer_history');
      const act = turn.acts[place];
      if (!act || act.aspectId === null) return null;
      const forms = act.polarity === 'negative' ? PAST_AGAINST : PAST_FOR;
      const slots = { a: labelOf(base, act.aspectId), item: spokenName(base, itemId, random) };
      return sayTurn(turn, sayingOf(mutating), new Map([[place, fillForm(random.pick(forms), slots)]]));
    }),
  'a turn of another dialog': transplanted,
  "another user's words as the own": borrowedWords,
});

/** User turns before the target is recommended that tell of wishes or the past. */
function tellingTurns({ transcript }: Mutating): Turn[] {
  return transcript.turns.filter(
    ({ speaker, acts }) => speaker === 'user' && acts.some(({ act }) => act === 'disclose' || act === 'refer_history'),
  );
}

function vary(mutating: Mutating, retell: (turn: Turn, itemId: string) => string | null) {
  const { plan, random, transcript, others } = mutating;
  const strangers = [
    ...new Set(others.filter((other) => other.plan.userId !== plan.userId).flatMap((other) => other.plan.history)),
  ];
  return firstMade(random, tellingTurns(mutating), (turn) =>
    firstMade(random, strangers, (itemId) => {
      if (!neverHad(mutating, itemId)) return null;
      const text = retell(turn, itemId);
      const at = turn.turnIndex;
      return text === null ? null : { transcript: withTurn(transcript, at, { text }), at: [at] };
    }),
  );
}

function neverHad({ plan, base }: Mutating, itemId: string): boolean {
  if (reviewsOfItem(base, itemId).some(({ userId }) => userId === plan.userId)) return false;
  const known = [plan.targetItemId, ...plan.history, ...plan.rejected.map((rejection) => rejection.itemId)];
  return !known.some((own) => own === itemId || confusable(fullName(base, own), fullName(base, itemId)));
}

/** The other dialog's words of its user's past stand where this user's do. */
function transplanted(mutating: Mutating) {
  const { plan, random, transcript, others } = mutating;
  const places = tellingTurns(mutating).filter(({ acts }) => acts.every(({ act }) => act === 'refer_history'));
  const told = others.flatMap((other: AcceptedDialog) =>
    other.plan.userId === plan.userId
      ? []
      : other.transcript.turns.filter(({ acts }) => acts.length === 1 && acts[0]?.act === 'refer_history'),
  );
  return firstMade(random, places, ({ turnIndex }) =>
    firstMade(random, told, ({ text, acts: [act] }) =>
      act?.itemId && neverHad(mutating, act.itemId)
        ? { transcript: withTurn(transcript, turnIndex, { text }), at: [turnIndex] }
        : null,
    ),
  );
}

/** A quotation of somebody else's review of an item that this user had too. */
function borrowedWords(mutating: Mutating) {
  const { plan, base, random, transcript } = mutating;
  const own = base
    .userReviewsBefore(plan.userId, Number.POSITIVE_INFINITY)
    .map(({ text }) => wordsOf(text))
    .join(' | ');
  return firstMade(random, tellingTurns(mutating), (turn) =>
    firstMade(random, plan.history, (itemId) => {
      const foreign = reviewsOfItem(base, itemId)
        .filter(({ userId, timestampMs }) => userId !== plan.userId && timestampMs < plan.timestampMs)
        .flatMap(({ reviewId }) => base.sentencesOf(reviewId).map(({ text }) => text.trim()))
        .filter((text) => isQuotable(text) && !own.includes(wordsOf(text)));
      if (foreign.length === 0) return null;
      const text = `${turn.text} ${fillForm(random.pick(OWN_WORDS), { quote: random.pick(foreign) })}`;
      return { transcript: withTurn(transcript, turn.turnIndex, { text }), at: [turn.turnIndex] };
    }),
  );
}
