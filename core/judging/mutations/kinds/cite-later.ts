import type { DeclaredAct, Turn } from '../../../simulation/dialog.ts';
import { CLAIM_FOR } from '../bank/claims.ts';
import { DATED } from '../bank/later.ts';
import { QUOTING } from '../bank/quotations.ts';
import { fillForm } from '../fill-form.ts';
import { firstMade, mutatorOf, type Mutating, type Variation } from '../mutation.ts';
import {
  coherentAspects,
  communitySentences,
  isQuotable,
  labelOf,
  reviewsOfItem,
  voicesOn,
  wordsOf,
} from '../review-facts.ts';
import { sayingOf, sayTurn } from '../say-acts.ts';
import { withTurn } from '../turn-edits.ts';

/**
 * The system cites what nobody could know yet: a review of the item from the dialog's time or later, the target
 * interaction's own among them. Skipped where the sentence stands in an earlier review as well.
 */
export const citeLater = mutatorOf({
  'a later quotation added': laterQuotation((turn, quotation) => `${turn.text} ${quotation}`),
  'a later quotation for the claim': laterQuotation((turn, quotation, mutating) => {
    const claims = turn.acts.flatMap((act, place) => (isClaim(act) ? [place] : []));
    if (claims.length === 0) return null;
    return sayTurn(turn, sayingOf(mutating), new Map(claims.map((place) => [place, quotation])));
  }),
  'a later quotation for the cited one': laterQuotation((turn, _, { plan }, sentence) => {
    const cited = plan.evidence.find(({ quote }) => quote.length > 20 && turn.text.includes(quote));
    return cited ? turn.text.replace(cited.quote, () => sentence) : null;
  }),
  'a claim that only later reviews make': laterClaim,
  'a remark with a later date': datedRemark,
});

const isClaim = ({ act }: DeclaredAct): boolean => act === 'justify' || act === 'answer';

/** System turns that speak of an item, with that item. */
function speakingOf({ transcript }: Mutating): { readonly turn: Turn; readonly itemId: string }[] {
  return transcript.turns.flatMap((turn) => {
    const itemId = turn.acts.find((act) => isClaim(act) || act.act === 'recommend')?.itemId;
    return turn.speaker === 'system' && itemId ? [{ turn, itemId }] : [];
  });
}

function laterQuotation(
  put: (turn: Turn, quotation: string, mutating: Mutating, sentence: string) => string | null,
): Variation {
  return (mutating) => {
    const { random, transcript } = mutating;
    return firstMade(random, speakingOf(mutating), ({ turn, itemId }) => {
      const sentences = laterSentences(mutating, itemId);
      if (sentences.length === 0) return null;
      const sentence = random.pick(sentences);
      const quotation = fillForm(random.pick(QUOTING), { quote: sentence });
      const text = put(turn, quotation, mutating, sentence);
      if (text === null) return null;
      return { transcript: withTurn(transcript, turn.turnIndex, { text }), at: [turn.turnIndex] };
    });
  };
}

function laterSentences({ plan, base }: Mutating, itemId: string): string[] {
  const reviews = reviewsOfItem(base, itemId);
  const known = reviews.filter(({ timestampMs }) => timestampMs < plan.timestampMs).map(({ text }) => wordsOf(text));
  return reviews
    .filter(({ timestampMs }) => timestampMs >= plan.timestampMs)
    .flatMap(({ reviewId }) => base.sentencesOf(reviewId).map(({ text }) => text.trim()))
    .filter((text) => isQuotable(text) && !known.some((earlier) => earlier.includes(wordsOf(text))));
}

function laterClaim(mutating: Mutating) {
  const { plan, base, random, transcript } = mutating;
  return firstMade(random, speakingOf(mutating), ({ turn, itemId }) => {
    const before = communitySentences(plan, base, itemId);
    const said = wordsOf(
      base
        .itemReviewsBefore(itemId, plan.timestampMs)
        .map(({ text }) => text)
        .join(' '),
    );
    const later = reviewsOfItem(base, itemId)
      .filter(({ timestampMs }) => timestampMs >= plan.timestampMs)
      .flatMap(({ reviewId }) => base.sentencesOf(reviewId));
    return firstMade(random, coherentAspects(base), (aspectId) => {
      const label = labelOf(base, aspectId);
      const { positive, negative, neutral } = voicesOn(before, aspectId);
      const unheard = positive + negative + neutral === 0 && !said.includes(wordsOf(label));
      if (!unheard || voicesOn(later, aspectId).positive === 0) return null;
      const text = `${turn.text} ${fillForm(random.pick(CLAIM_FOR), { a: label })}`;
      return { transcript: withTurn(transcript, turn.turnIndex, { text }), at: [turn.turnIndex] };
    });
  });
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** A month after the dialog's: within the dialog's own month a remark could still be from before. */
function datedRemark(mutating: Mutating) {
  const { plan, base, random, transcript } = mutating;
  return firstMade(random, speakingOf(mutating), ({ turn }) => {
    const aspectId = turn.acts.find((act) => isClaim(act) && act.polarity === 'positive')?.aspectId ?? null;
    if (aspectId === null) return null;
    const date = new Date(plan.timestampMs);
    const later = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1 + random.int(24), 1));
    const other = `${MONTHS[later.getUTCMonth()] ?? ''} ${later.getUTCFullYear()}`;
    const text = `${turn.text} ${fillForm(random.pick(DATED), { a: labelOf(base, aspectId), other })}`;
    return { transcript: withTurn(transcript, turn.turnIndex, { text }), at: [turn.turnIndex] };
  });
}
