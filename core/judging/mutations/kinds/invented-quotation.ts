import type { DeclaredAct, Turn } from '../../../simulation/dialog.ts';
import { INVENTED, OWN_WORDS, QUOTING } from '../bank/quotations.ts';
import { fillForm } from '../fill-form.ts';
import { firstMade, mutatorOf, type Mutating } from '../mutation.ts';
import { coherentAspects, isQuotable, labelOf, reviewsOfItem, wordsOf } from '../review-facts.ts';
import { sayingOf, sayTurn } from '../say-acts.ts';
import { withTurn } from '../turn-edits.ts';

/** Words in quotation marks that nobody wrote, or nobody wrote of this item. */
export const inventedQuotation = mutatorOf({
  'invented, added': (mutating) => vary(mutating, invented, (turn, quotation) => `${turn.text} ${quotation}`),
  'invented, for the claim': (mutating) =>
    vary(mutating, invented, (turn, quotation) => {
      const place = turn.acts.findIndex(({ act }) => act === 'justify' || act === 'answer');
      return place === -1 ? null : sayTurn(turn, sayingOf(mutating), new Map([[place, quotation]]));
    }),
  'a real one with other words': (mutating) =>
    vary(mutating, altered, (turn, quotation) => `${turn.text} ${quotation}`),
  'two real ones in one': (mutating) => vary(mutating, spliced, (turn, quotation) => `${turn.text} ${quotation}`),
  'of another item': (mutating) => vary(mutating, ofAnotherItem, (turn, quotation) => `${turn.text} ${quotation}`),
  "a user's own words, invented": ownWordsInvented,
});

type Invent = (mutating: Mutating, itemId: string, act: DeclaredAct) => string | null;

function vary(mutating: Mutating, invent: Invent, put: (turn: Turn, quotation: string) => string | null) {
  const { base, random, transcript } = mutating;
  const turns = transcript.turns.filter(({ speaker }) => speaker === 'system');
  return firstMade(random, turns, (turn) => {
    const act = turn.acts.find((one) => ['recommend', 'justify', 'answer'].includes(one.act));
    if (!act?.itemId) return null;
    const quote = invent(mutating, act.itemId, act);
    if (quote === null) return null;
    const written = reviewsOfItem(base, act.itemId).some(({ text }) => wordsOf(text).includes(wordsOf(quote)));
    if (written) return null;
    const text = put(turn, fillForm(random.pick(QUOTING), { quote }));
    const at = turn.turnIndex;
    return text === null ? null : { transcript: withTurn(transcript, at, { text }), at: [at] };
  });
}

function invented({ base, random }: Mutating, _: string, { aspectId }: DeclaredAct): string {
  return fillForm(random.pick(INVENTED), { a: labelOf(base, aspectId ?? random.pick(coherentAspects(base))) });
}

function realQuotes({ plan, base }: Mutating, itemId: string): string[] {
  return base
    .itemReviewsBefore(itemId, plan.timestampMs)
    .flatMap(({ reviewId }) => base.sentencesOf(reviewId).map(({ text }) => text.trim()))
    .filter(isQuotable);
}

/** Two of its longer words changed for words of other sentences: no slip of the pen. */
function altered(mutating: Mutating, itemId: string): string | null {
  const { random } = mutating;
  const quotes = realQuotes(mutating, itemId);
  if (quotes.length < 2) return null;
  const [quote = '', ...others] = random.shuffle(quotes);
  const foreign = others.flatMap((other) => other.match(/\p{Ll}{5,}/gu) ?? []).filter((word) => !quote.includes(word));
  const places = [...quote.matchAll(/\p{L}{5,}/gu)].map(({ index }) => index);
  if (foreign.length < 2 || places.length < 2) return null;
  const chosen = random.shuffle(places).slice(0, 2);
  return quote.replace(/\p{L}{5,}/gu, (word, index: number) => (chosen.includes(index) ? random.pick(foreign) : word));
}

function spliced(mutating: Mutating, itemId: string): string | null {
  const [one, other] = mutating.random.shuffle(realQuotes(mutating, itemId)).map((quote) => quote.split(/\s+/));
  if (!one || !other) return null;
  const head = one.slice(0, Math.ceil(one.length / 2));
  return [...head, ...other.slice(Math.floor(other.length / 2))].join(' ');
}

function ofAnotherItem(mutating: Mutating, itemId: string): string | null {
  const { base, random } = mutating;
  const items = [...base.items.keys()].filter((other) => other !== itemId);
  if (items.length === 0) return null;
  const quotes = realQuotes(mutating, random.pick(items));
  return quotes.length > 0 ? random.pick(quotes) : null;
}

function ownWordsInvented(mutating: Mutating) {
  const { base, random, transcript } = mutating;
  const turns = transcript.turns.filter(
    ({ speaker, acts }) => speaker === 'user' && acts.some(({ act }) => act === 'disclose' || act === 'refer_history'),
  );
  return firstMade(random, turns, ({ text, acts, turnIndex }) => {
    const aspectId = acts.find((act) => act.aspectId !== null)?.aspectId ?? null;
    if (aspectId === null) return null;
    const quote = fillForm(random.pick(INVENTED), { a: labelOf(base, aspectId) });
    const said = fillForm(random.pick(OWN_WORDS), { quote });
    return { transcript: withTurn(transcript, turnIndex, { text: `${text} ${said}` }), at: [turnIndex] };
  });
}
