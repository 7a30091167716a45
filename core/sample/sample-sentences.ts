import type { Random } from '../random.ts';
import { asSentence, expand } from './grammar.ts';
import type { AspectLexicon } from './lexicon/aspect-lexicon.ts';
import { SAMPLE_ASPECTS } from './lexicon/lexicons.ts';
import type { PlantedSentence } from './sample-truth.ts';

/** What a sentence says of an aspect. */
export interface Mention {
  readonly aspect: number;
  readonly positive: boolean;
}

const OPENERS_GOOD = [
  '(happily|luckily|to my delight)',
  '(best of all|what I love most)',
  '(as others said|true enough)',
  'so far',
];
const OPENERS_BAD = [
  '(sadly|unfortunately|alas)',
  '(worst of all|what bothers me most)',
  '(to be honest|frankly)',
  'so far',
];
const TAILS_GOOD = ['which (matters to me|I really value)', 'and that (made my trip|is rare)', '(a big plus|a relief)'];
const TAILS_BAD = [
  'which (drives me mad|is a shame)',
  'and that (ruined my trip|is not acceptable)',
  '(a real pity|a big minus)',
];
const DEGREES = ['really', 'truly', 'simply', 'just', '', '', ''];

function lexiconOf(mention: Mention): AspectLexicon {
  const lexicon = SAMPLE_ASPECTS[mention.aspect];
  if (lexicon === undefined) throw new RangeError(`no aspect ${mention.aspect}`);
  return lexicon;
}

/** A clause on one aspect, without capital and full stop. */
function clauseFor(mention: Mention, random: Random): string {
  const lexicon = lexiconOf(mention);
  const predicates = mention.positive ? lexicon.good : lexicon.bad;
  const opposites = mention.positive ? lexicon.bad : lexicon.good;
  const subject = random.pick(lexicon.subjects);
  const roll = random.next();
  if (roll < 0.52) return expand(random.pick(mention.positive ? lexicon.goodClauses : lexicon.badClauses), random);
  if (roll < 0.72)
    return expand(`the ${subject} ${random.pick(predicates)} ${random.pick(lexicon.situations)}`, random);
  if (roll < 0.84) return expand(`the ${subject} ${random.pick(DEGREES)} ${random.pick(predicates)}`, random);
  if (roll < 0.95) {
    const [one, two] = random.shuffle(predicates);
    return expand(`the ${subject} ${one} and ${two}`, random);
  }
  return expand(`the ${subject} not ${random.pick(opposites)}${mention.positive ? ' at all' : ''}`, random);
}

function withTrimmings(mention: Mention, clause: string, random: Random): string {
  const roll = random.next();
  if (roll < 0.16) return expand(`${random.pick(mention.positive ? OPENERS_GOOD : OPENERS_BAD)}, ${clause}`, random);
  if (roll < 0.28) return expand(`${clause}, ${random.pick(mention.positive ? TAILS_GOOD : TAILS_BAD)}`, random);
  return clause;
}

function label(mention: Mention): PlantedSentence['aspects'][number] {
  return { aspect: lexiconOf(mention).key, polarity: mention.positive ? 'positive' : 'negative' };
}

export function aspectSentence(mention: Mention, random: Random): PlantedSentence {
  const clause = withTrimmings(mention, clauseFor(mention, random), random);
  const end = random.next() < 0.12 ? '!' : '.';
  return { text: asSentence(clause, end), aspects: [label(mention)] };
}

/** "The zippers are smooth, but my back hurt after an hour.": two aspects, of opposite polarity. */
export function contrastSentence(first: Mention, second: Mention, random: Random): PlantedSentence {
  const joint = random.pick([', but', ', yet', '; however,', ', although', ', while']);
  const text = `${clauseFor(first, random)}${joint} ${clauseFor(second, random)}`;
  return { text: asSentence(text), aspects: [label(first), label(second)] };
}
