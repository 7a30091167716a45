/**
 * Reads an utterance as a listener would: whom it names, which aspects it speaks of and which way it leans, what it
 * quotes, what it does. Its lexicons and rules are its own: no agent or model shares them, so that what an agent says
 * is judged by the words alone.
 */
import type { AspectCluster } from '../aspects/aspect.ts';
import { createAspectRecogniser, type AspectMention, type MentionStrength } from './aspect-mentions.ts';
import { clausesOf, combine, leaningOf, leaningTowards, type Clause, type Leaning } from './aspect-polarity.ts';
import { readCues, type Cue } from './cues.ts';
import { opinionHits, type OpinionHit } from './opinions.ts';
import type { CatalogueNames } from './words/catalogue-names.ts';
import { createItemRecogniser, type ItemMention, type NamedItem } from './words/item-mentions.ts';
import { normaliseText } from './words/normalise.ts';
import { quotedSpans, type QuotedSpan } from './words/quotes.ts';
import { tokenise, type Word } from './words/tokenise.ts';

export interface ParsedAspect {
  readonly aspectId: number;
  /** The best of its mentions. */
  readonly strength: MentionStrength;
  readonly leaning: Leaning;
}

export interface ParsedUtterance {
  /** The normalised text, to which all offsets refer. */
  readonly text: string;
  readonly words: readonly Word[];
  /** The dialog's own items, where clearly named. */
  readonly items: readonly ItemMention[];
  /** Items of the catalogue that the dialog has nothing to do with. */
  readonly strangers: readonly ItemMention[];
  readonly quotes: readonly QuotedSpan[];
  /** By rising aspect id. */
  readonly aspects: readonly ParsedAspect[];
  readonly aspectMentions: readonly AspectMention[];
  readonly clauses: readonly Clause[];
  readonly opinions: readonly OpinionHit[];
  /** Of the utterance as a whole. */
  readonly leaning: Leaning;
  readonly cues: ReadonlySet<Cue>;
}

export interface UtteranceParser {
  parse(text: string): ParsedUtterance;
  /** Tolerant: whether the words can be read as naming this item rather than another of the dialog's. */
  namesItem(parsed: ParsedUtterance, itemId: string): boolean;
}

export interface ParserKnowledge {
  readonly clusters: readonly AspectCluster[];
  /** The items of this dialog: target, candidates, history. */
  readonly items: readonly NamedItem[];
  readonly catalogue: CatalogueNames;
}

export function createUtteranceParser(knowledge: ParserKnowledge): UtteranceParser {
  const itemRecogniser = createItemRecogniser(knowledge.items, knowledge.catalogue);
  const aspectRecogniser = createAspectRecogniser(knowledge.clusters);
  return {
    namesItem: (parsed, itemId) => itemRecogniser.names(parsed.text, itemId),
    parse(raw) {
      const text = normaliseText(raw);
      const items = itemRecogniser.mentions(text);
      const strangers = itemRecogniser.strangers(text);
      const quotes = quotedSpans(text).filter((quote) => !isTitle(quote, [...items, ...strangers]));
      const words = tokenise(text, [...items, ...strangers, ...quotes]);
      const aspectMentions = aspectRecogniser.mentions(words);
      const hits = opinionHits(words, text).filter((hit) => !insideAspectName(hit.first, hit.last, aspectMentions));
      const clauses = clausesOf(words, text, hits);
      return {
        text,
        words,
        items,
        strangers,
        quotes,
        aspectMentions,
        clauses,
        opinions: hits,
        aspects: aspectsOf(aspectMentions, clauses),
        leaning: combine(
          new Set(clauses.map((clause) => leaningOf(clause)).filter((leaning) => leaning !== 'unclear')),
        ),
        cues: readCues(words, text),
      };
    },
  };
}

/** "Great price" as an aspect's name holds no opinion; "noisy" as a weak word for noise does. */
function insideAspectName(first: number, last: number, mentions: readonly AspectMention[]): boolean {
  return mentions.some((mention) => mention.strength !== 'weak' && mention.first <= first && last <= mention.last);
}

/** Titles are put in quotation marks too. */
function isTitle(quote: QuotedSpan, mentions: readonly ItemMention[]): boolean {
  return mentions.some((mention) => {
    const covered = Math.min(mention.end, quote.end) - Math.max(mention.start, quote.start);
    return covered >= 0.6 * quote.text.length;
  });
}

function aspectsOf(mentions: readonly AspectMention[], clauses: readonly Clause[]): ParsedAspect[] {
  const ids = [...new Set(mentions.map((mention) => mention.aspectId))].sort((left, right) => left - right);
  return ids.map((aspectId) => {
    const own = mentions.filter((mention) => mention.aspectId === aspectId);
    const named = own.filter((mention) => mention.strength !== 'weak');
    const strengths = new Set(own.map((mention) => mention.strength));
    return {
      aspectId,
      strength: strengths.has('label') ? 'label' : strengths.has('phrase') ? 'phrase' : 'weak',
      // What is said by name outweighs kindred words.
      leaning: leaningTowards(named.length > 0 ? named : own, mentions, clauses),
    };
  });
}
