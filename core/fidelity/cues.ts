/** What an utterance does, by the expressions that it uses. Several cues may stand together. */
import {
  ACCEPTANCE_CUES,
  CLOSING_CUES,
  DISSUASION_CUES,
  EARLIER_ITEM_CUES,
  GREETING_CUES,
  HISTORY_CUES,
  RECOMMENDATION_CUES,
  REFUSAL_CUES,
  REQUEST_CUES,
} from './lexicon/act-cues.ts';
import { DECISION_AGAINST, DECISION_FOR, GIVE_A_MISS, PLAIN_NO, THE_VERY_THING } from './lexicon/decision-verbs.ts';
import { ECHO_PHRASES } from './lexicon/echo-phrases.ts';
import { ANY_NO, ASKED, PARTED, PUT_OFF, TAKEN, TURNED_DOWN, WAVED_ASIDE } from './lexicon/plain-decisions.ts';
import { createPhraseMatcher } from './words/phrase-matcher.ts';
import type { Word } from './words/tokenise.ts';

const MATCHERS = {
  greeting: createPhraseMatcher(GREETING_CUES),
  closing: createPhraseMatcher(CLOSING_CUES),
  acceptance: createPhraseMatcher(ACCEPTANCE_CUES),
  refusal: createPhraseMatcher(REFUSAL_CUES),
  request: createPhraseMatcher(REQUEST_CUES),
  recommendation: createPhraseMatcher(RECOMMENDATION_CUES),
  dissuasion: createPhraseMatcher(DISSUASION_CUES),
  history: createPhraseMatcher(HISTORY_CUES),
  earlierItem: createPhraseMatcher(EARLIER_ITEM_CUES),
  echo: createPhraseMatcher(ECHO_PHRASES),
} as const;

const FOR = new RegExp(`${DECISION_FOR}|${THE_VERY_THING}`, 'u');
const AGAINST = new RegExp(`${DECISION_AGAINST}|${PLAIN_NO}|${GIVE_A_MISS}`, 'u');

const EVERYDAY = {
  refusal: new RegExp(TURNED_DOWN.join('|'), 'u'),
  acceptance: new RegExp(TAKEN.join('|'), 'u'),
  closing: new RegExp(PARTED.join('|'), 'u'),
  question: new RegExp(ASKED, 'u'),
  no: new RegExp(ANY_NO, 'u'),
  wavedAside: new RegExp(WAVED_ASIDE, 'u'),
  putOff: new RegExp(PUT_OFF, 'u'),
} as const;

/** no: a negation of any kind; wavedAside: "not a problem for me"; putOff: "let me think about it". */
export type Cue = keyof typeof MATCHERS | keyof typeof EVERYDAY;

/** Cues outside masked words (titles, quotations). */
export function readCues(words: readonly Word[], text: string): ReadonlySet<Cue> {
  let own = text.toLowerCase();
  for (const word of words) {
    if (word.masked) own = own.slice(0, word.start) + ' '.repeat(word.end - word.start) + own.slice(word.end);
  }
  const cues = new Set<Cue>();
  for (const [cue, matcher] of Object.entries(MATCHERS)) {
    // Object.entries forgets the literal keys of a constant object.
    if (cue === 'acceptance' ? accepts(own) : matcher.test(own)) cues.add(cue as keyof typeof MATCHERS);
  }
  for (const [cue, pattern] of Object.entries(EVERYDAY)) {
    if (pattern.test(own)) cues.add(cue as keyof typeof EVERYDAY);
  }
  if (FOR.test(own)) cues.add('acceptance');
  if (AGAINST.test(own)) cues.add('refusal');
  if (own.includes('?')) cues.add('question');
  return cues;
}

/** "No grip, no deal", "can't deal with it": an acceptance with a negation before it is none. */
function accepts(own: string): boolean {
  return MATCHERS.acceptance
    .spans(own)
    .some(({ start }) => !/(?:\b(?:no|not|never|cant|dont|wont|cannot)|n't)\s+(?:\w+\s+)?$/u.test(own.slice(0, start)));
}

/** Whether a stretch of text speaks of the listener's wishes rather than of an item. */
export function isEcho(lower: string): boolean {
  return MATCHERS.echo.test(lower);
}
