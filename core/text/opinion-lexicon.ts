import { winkValence } from './language.ts';
import { OPINION_WORDS } from './opinion-words.ts';

/**
 * Valences of single words in [-1, 1]: our own list of reviewers' words first, by itself or by the base form of an
 * inflection ("recommended", "friendliest"), else wink's (AFINN-like), which was made for chatter and counts half.
 */
const OWN: ReadonlyMap<string, number> = new Map(
  OPINION_WORDS.flatMap(([valence, words]) => words.split(/\s+/u).map((word): [string, number] => [word, valence])),
);
const GENERAL_TRUST = 0.5;
/** Words that wink holds for opinions, and that judge nothing in a review. */
const SILENT = new Set(
  (
    'like want wants wanted help helped pay paid cut matter share big huge top true dear yes care fire solution chance ' +
    'feeling feel hope wish wishes adventure natural natured number bar vision leave left stop stopped stops no drop ' +
    'dropped demand alone lost pretty kind well right please special free quality fine-dining fan fans super cry ' +
    'block blocks pressure shot hard want grand join allow allowed save cool-down god share original party'
  ).split(' '),
);

const ENDINGS = ['s', 'es', 'd', 'ed', 'ing', 'ly', 'r', 'er', 'st', 'est', 'ness'];

const known = new Map<string, number>();

/** The valence of a lower-case word, 0 where it carries none. */
export function valenceOf(word: string): number {
  let valence = known.get(word);
  if (valence === undefined) {
    valence = ownValence(word) ?? (SILENT.has(word) ? 0 : GENERAL_TRUST * winkValence(word));
    known.set(word, valence);
  }
  return valence;
}

function ownValence(word: string): number | undefined {
  if (SILENT.has(word)) return undefined;
  const own = OWN.get(word);
  if (own !== undefined) return own;
  for (const base of baseForms(word)) {
    const valence = OWN.get(base);
    if (valence !== undefined) return valence;
  }
  return undefined;
}

/** What a word may be inflected from; most of them are no words, and miss. */
function baseForms(word: string): string[] {
  const stems = ENDINGS.filter((ending) => word.endsWith(ending) && word.length - ending.length >= 3).map((ending) =>
    word.slice(0, -ending.length),
  );
  return stems.flatMap((stem) => [
    stem,
    `${stem}e`,
    stem.replace(/(\w)\1$/u, '$1'),
    stem.replace(/i$/u, 'y'),
    // "terribly" of "terrible", "fantastically" of "fantastic".
    stem.replace(/b$/u, 'ble'),
    stem.replace(/al$/u, ''),
  ]);
}
