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
  /** Items named in this turn already: from then on "it". */
  readonly mentioned: Set<string>;
  /** Acts realised in this turn so far. */
  readonly done: ActBrief[];
}

export function newTurn(context: AgentContext, random: Random): TurnState {
  return {
    context,
    style: context.role === 'user' ? context.persona.style : 'assistant',
    random,
    words: domainWords(context.domain),
    mentioned: new Set(),
    done: [],
  };
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
  const mentioned = brief.item === null || state.mentioned.has(brief.item.itemId);
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
  return state.mentioned.has(brief.item.itemId) ? 'it' : titled(brief.item.name, state);
}

/** The speakable title with the article that it takes: never "the item 7ATYj", never "the The Spot". */
export function titled(name: string, { context, words }: TurnState): string {
  const known = context.role === 'user' ? [...context.history, ...context.namedItems] : context.candidates;
  const title = shortTitle(
    name,
    known.map((item) => item.name),
  );
  return /^(?:the|an?|my|your|item) /i.test(title) ? title : `${words.article}${title}`;
}
