import type { Random } from '../../random.ts';
import { shortTitle } from '../../text/item-title.ts';
import type { ActBrief, AgentContext, EvidenceBrief } from '../../simulation/agent-context.ts';
import { type DomainWords, domainWords } from './domain-words.ts';
import type { Slots } from './expand.ts';
import { nounPhrase, withAdjective } from './noun-phrase.ts';

/** What the realiser of a turn keeps in mind while it adds act after act. */
export interface TurnState {
  readonly context: AgentContext;
  readonly style: string;
  readonly random: Random;
  readonly words: DomainWords;
  /** What "it" stands for: the item named last in this turn or, where it is clear, the one on the table. */
  lastItemId: string | null;
  /** Acts realised in this turn so far. */
  readonly done: ActBrief[];
}

/** How often the item on the table goes without its name, as it does between people. */
const LEAVE_UNNAMED = 0.6;

export function newTurn(context: AgentContext, random: Random): TurnState {
  return {
    context,
    style: context.role === 'user' ? context.persona.style : 'assistant',
    random,
    words: domainWords(context.domain),
    lastItemId: random.next() < LEAVE_UNNAMED ? itemOnTable(context) : null,
    done: [],
  };
}

/** The item whose title was spoken last, by anyone: the one talked about. */
function itemOnTable(context: AgentContext): string | null {
  const items = context.role === 'user' ? context.namedItems : context.candidates;
  const names = items.map((item) => item.name);
  const spoken = context.transcript.map((turn) => turn.text).join('\n');
  const places = items.map(({ itemId, name }) => ({ itemId, at: spoken.lastIndexOf(shortTitle(name, names)) }));
  const last = places.reduce((best, place) => (place.at > best.at ? place : best), { itemId: '', at: -1 });
  return last.at < 0 ? null : last.itemId;
}

/** Quotes are spoken whole or not at all. */
const MAX_QUOTE_WORDS = 30;
const MIN_QUOTE_WORDS = 3;

/** Evidence whose sentence can be said aloud, in double quotation marks, without breaking them. */
export function quotable(evidence: readonly EvidenceBrief[], maxWords = MAX_QUOTE_WORDS): EvidenceBrief[] {
  return evidence.filter(({ quote }) => {
    const words = quote.trim().split(/\s+/).length;
    return words >= MIN_QUOTE_WORDS && words <= maxWords && !/["“”]/.test(quote);
  });
}

/** Values and forms for one act; `quoted` is the evidence that `{quote}` and `{past}` speak of. */
export function slotsFor(brief: ActBrief, state: TurnState, quoted: EvidenceBrief | null = null): Slots {
  const { words, random, context } = state;
  const phrase = nounPhrase(brief.aspect?.label ?? '');
  const agree = (singular: string, plural: string): string => (phrase.plural ? plural : singular);
  const item = itemWords(brief, state);
  const reviewer = random.pick(words.reviewers);
  const mentioned = isInHand(brief, state);
  return {
    values: {
      domain: context.domain,
      aspect: phrase.text,
      is: agree('is', 'are'),
      was: agree('was', 'were'),
      has: agree('has', 'have'),
      does: agree('does', 'do'),
      item,
      ofitem: mentioned ? '' : ` ${words.of} ${item}`,
      onitem: mentioned || random.next() < 0.6 ? '' : ` ${words.of} ${item}`,
      got: words.got,
      reviewer,
      areviewer: `${/^[aeio]/.test(reviewer) ? 'an' : 'a'} ${reviewer}`,
      reviewers: `${reviewer}s`,
      quote: quoted ? `"${quoted.quote.trim()}"` : '',
      past: quoted?.itemName ? titled(quoted.itemName, state) : 'something I had',
    },
    forms: {
      some: (adjectives) => withAdjective(phrase, adjectives),
      s: (verb) => (phrase.plural ? verb : `${verb}s`),
    },
  };
}

function itemWords(brief: ActBrief, state: TurnState): string {
  if (!brief.item) return 'it';
  return isInHand(brief, state) ? 'it' : titled(brief.item.name, state);
}

/** The item was just named, in this turn: "it" is clear. */
export function isInHand(brief: ActBrief, state: TurnState): boolean {
  return brief.item === null || brief.item.itemId === state.lastItemId;
}

/** The title as this speaker says it, told apart from the other items that it knows. */
export function shortTitleOf(name: string, { context }: TurnState): string {
  const known = context.role === 'user' ? [...context.history, ...context.namedItems] : context.candidates;
  return shortTitle(
    name,
    known.map((item) => item.name),
  );
}

/** The speakable title with the article that it takes: never "the item 7ATYj", never "the The Spot". */
export function titled(name: string, state: TurnState): string {
  const title = shortTitleOf(name, state);
  return /^(?:the|an?|my|your|item) /i.test(title) ? title : `${state.words.article}${title}`;
}
