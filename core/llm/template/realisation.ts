import { deriveSeed, createRandom, type Random } from '../../random.ts';
import { shortTitle } from '../../text/item-title.ts';
import type { ActBrief, AgentContext, EvidenceBrief } from '../../simulation/agent-context.ts';
import { type DomainWords, domainWords } from './domain-words.ts';
import type { Slots, Voice } from './expand.ts';
import { conjugated, nounPhrase, withAdjective } from './noun-phrase.ts';
import { isRefused } from './refusals.ts';
import { listed, type SaidBefore } from './said-before.ts';

/** What the realiser of a turn keeps in mind while it adds act after act. */
export interface TurnState {
  readonly context: AgentContext;
  /** A user's persona, an assistant's manner. */
  readonly style: string;
  readonly random: Random;
  readonly words: DomainWords;
  readonly before: SaidBefore;
  /** What "it" stands for: the item named last in this turn or, where it is clear, the one on the table. */
  lastItemId: string | null;
  /** Acts realised in this turn so far. */
  readonly done: ActBrief[];
  /** The last of them ended in a comma: the next goes on with its sentence. */
  isOpen: boolean;
}

/** How often the item on the table goes without its name, as it does between people. */
const LEAVE_UNNAMED = 0.7;
const MANNERS = ['warm', 'brisk', 'formal', 'casual'] as const;
/** The domain of a run that names none. */
const UNNAMED_DOMAIN = 'items';

export function newTurn(context: AgentContext, before: SaidBefore, random: Random): TurnState {
  return {
    context,
    style: context.role === 'user' ? context.persona.style : mannerOf(context.candidates),
    random,
    words: domainWords(context.domain),
    before,
    lastItemId: random.next() < LEAVE_UNNAMED ? before.itemOnTable : null,
    done: [],
    isOpen: false,
  };
}

/** An assistant keeps its manner through a dialog: it hangs on what it knows from the first turn to the last. */
function mannerOf(candidates: readonly { readonly itemId: string }[]): string {
  return createRandom(deriveSeed(0, 'manner', ...candidates.map(({ itemId }) => itemId))).pick(MANNERS);
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

/** The variants that an act is realised with; `more` are those of the occasion. */
export function voiceFor(brief: ActBrief, state: TurnState, more: readonly string[] = []): Voice {
  const { context, random, style } = state;
  const plain = isRefused(brief, context) ? ['plain'] : [];
  const kind = brief.aspect === null ? [] : [nounPhrase(brief.aspect.label).kind];
  const domain = context.domain === UNNAMED_DOMAIN ? ['unnamed'] : [];
  return { variants: [...plain, ...more, ...kind, ...domain, style], random, continues: state.isOpen };
}

/** Values and forms for one act; `quoted` is the evidence that `{quote}` and `{past}` speak of. */
export function slotsFor(brief: ActBrief, state: TurnState, quoted: EvidenceBrief | null = null): Slots {
  const { words, random, context } = state;
  const phrase = nounPhrase(brief.aspect?.label ?? '');
  const agree = (singular: string, plural: string): string => (phrase.plural ? plural : singular);
  const reviewer = random.pick(words.reviewers);
  return {
    values: {
      domain: context.domain,
      aspect: phrase.text,
      is: agree('is', 'are'),
      was: agree('was', 'were'),
      has: agree('has', 'have'),
      does: agree('does', 'do'),
      that: agree('that', 'those'),
      item: itemWords(brief, state),
      thisone: brief.item && !isInHand(brief, state) ? titled(brief.item.name, state) : 'this one',
      theaspect: aspectWords(brief, state),
      count: String(sentencesAbout(brief, context)),
      got: words.got,
      of: words.of,
      reviewer,
      areviewer: `${/^[aeio]/.test(reviewer) ? 'an' : 'a'} ${reviewer}`,
      reviewers: `${reviewer}s`,
      heard: listed(state.before.heard.slice(-1)),
      wishes: listed(state.before.wishes),
      quote: quoted ? `"${quoted.quote.trim()}"` : '',
      past: quoted?.itemName ? titled(quoted.itemName, state) : 'something I had',
    },
    forms: {
      some: (adjectives) => withAdjective(phrase, adjectives),
      s: (verb) => conjugated(phrase, verb),
    },
  };
}

/** "its price", "the price", "the price of the Telecaster"; what an item is only used with is never "its". */
function aspectWords(brief: ActBrief, state: TurnState): string {
  const phrase = nounPhrase(brief.aspect?.label ?? '');
  const belongs = phrase.kind === 'quality' || state.words.of === 'at';
  if (isInHand(brief, state)) return `${belongs && state.random.next() < 0.3 ? 'its' : 'the'} ${phrase.text}`;
  return belongs ? `the ${phrase.text} ${state.words.of} ${itemWords(brief, state)}` : `the ${phrase.text}`;
}

/** How many of the community's sentences speak of the item's aspect; the user does not know. */
function sentencesAbout({ item, aspect }: ActBrief, context: AgentContext): number {
  if (context.role === 'user') return 0;
  const known = context.candidates.find((candidate) => candidate.itemId === item?.itemId);
  return known?.community.find((opinion) => opinion.aspectId === aspect?.aspectId)?.evidenceCount ?? 0;
}

function itemWords(brief: ActBrief, state: TurnState): string {
  if (!brief.item) return 'it';
  return isInHand(brief, state) ? state.random.pick(['it', 'it', 'this one']) : titled(brief.item.name, state);
}

/** The item was just named, in this turn: "it" is clear. */
export function isInHand(brief: ActBrief, state: TurnState): boolean {
  return brief.item === null || brief.item.itemId === state.lastItemId;
}

/** The title as this speaker says it, told apart from the other items that it knows. */
export function shortTitleOf(name: string, { context }: Pick<TurnState, 'context'>): string {
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
