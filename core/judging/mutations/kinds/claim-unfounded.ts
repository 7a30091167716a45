import type { Turn } from '../../../simulation/dialog.ts';
import { CLAIM_AGAINST, CLAIM_FOR } from '../bank/claims.ts';
import { fillForm } from '../fill-form.ts';
import { firstMade, mutatorOf, type Mutating } from '../mutation.ts';
import { coherentAspects, communitySentences, labelOf, voicesOn, wordsOf } from '../review-facts.ts';
import { sayingOf, sayTurn } from '../say-acts.ts';
import { withTurn } from '../turn-edits.ts';

/**
 * The system praises (or blames) the item on the table for an aspect that no review of before has a word on: no sentence
 * of that aspect, and its name nowhere in their texts.
 */
export const claimUnfounded = mutatorOf({
  'praise added': (mutating) => vary(mutating, CLAIM_FOR, (turn, claim) => `${turn.text} ${claim}`),
  'blame added': (mutating) => vary(mutating, CLAIM_AGAINST, (turn, claim) => `${turn.text} ${claim}`),
  'praise for the planned claim': (mutating) => vary(mutating, CLAIM_FOR, insteadOfClaims(mutating)),
  'claim of another dialog': (mutating) => transplanted(mutating),
});

function vary(mutating: Mutating, forms: readonly string[], put: (turn: Turn, claim: string) => string | null) {
  const { base, random, transcript } = mutating;
  return firstMade(random, speakingOf(mutating), ({ turn, itemId }) => {
    const unheard = unheardAspects(mutating, itemId);
    if (unheard.length === 0) return null;
    const claim = fillForm(random.pick(forms), { a: labelOf(base, random.pick(unheard)) });
    const text = put(turn, claim);
    const at = turn.turnIndex;
    return text === null ? null : { transcript: withTurn(transcript, at, { text }), at: [at] };
  });
}

const insteadOfClaims =
  (mutating: Mutating) =>
  (turn: Turn, claim: string): string | null => {
    const place = turn.acts.findIndex(({ act }) => act === 'justify' || act === 'answer');
    return place === -1 ? null : sayTurn(turn, sayingOf(mutating), new Map([[place, claim]]));
  };

/** What was said of another item, added for this one. */
function transplanted(mutating: Mutating) {
  const { plan, random, transcript, others } = mutating;
  const told = others.flatMap((other) =>
    other.plan.targetItemId === plan.targetItemId
      ? []
      : other.transcript.turns.filter(
          ({ acts, text }) => acts.length === 1 && acts[0]?.act === 'justify' && !/["“”]/.test(text),
        ),
  );
  return firstMade(random, speakingOf(mutating), ({ turn, itemId }) => {
    const unheard = unheardAspects(mutating, itemId);
    const fitting = told.filter(({ acts: [act] }) => act?.aspectId !== null && unheard.includes(act?.aspectId ?? -1));
    if (fitting.length === 0) return null;
    const text = `${turn.text} ${random.pick(fitting).text}`;
    return { transcript: withTurn(transcript, turn.turnIndex, { text }), at: [turn.turnIndex] };
  });
}

function speakingOf({ transcript }: Mutating): { readonly turn: Turn; readonly itemId: string }[] {
  return transcript.turns.flatMap((turn) => {
    const itemId = turn.acts.find(({ act }) => ['recommend', 'justify', 'answer'].includes(act))?.itemId;
    return turn.speaker === 'system' && itemId ? [{ turn, itemId }] : [];
  });
}

function unheardAspects({ plan, base }: Mutating, itemId: string): number[] {
  const sentences = communitySentences(plan, base, itemId);
  const said = wordsOf(
    base
      .itemReviewsBefore(itemId, plan.timestampMs)
      .map(({ title, text }) => `${title} ${text}`)
      .join(' '),
  );
  return coherentAspects(base).filter((aspectId) => {
    const { positive, negative, neutral } = voicesOn(sentences, aspectId);
    const stem = wordsOf(labelOf(base, aspectId)).replace(/s$/, '');
    return positive + negative + neutral === 0 && !said.includes(stem);
  });
}
