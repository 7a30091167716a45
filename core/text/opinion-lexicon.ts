import { winkValence } from './language.ts';

/**
 * Valences of single words in [-1, 1]: wink's (AFINN-like) where it has one, else a small list of words by which
 * reviewers judge things and which general lexicons lack. "cheap" and "small" are left out: their sign depends on what
 * they are said of.
 */
const REVIEW_WORDS: Readonly<Record<string, number>> = {
  ...fill(0.5, [
    'affordable',
    'bright',
    'clean',
    'clear',
    'comfortable',
    'comfy',
    'consistent',
    'cozy',
    'crisp',
    'durable',
    'easy',
    'efficient',
    'fast',
    'flavorful',
    'fresh',
    'friendly',
    'generous',
    'helpful',
    'juicy',
    'lightweight',
    'pleasant',
    'polite',
    'precise',
    'prompt',
    'quick',
    'quiet',
    'reasonable',
    'reliable',
    'responsive',
    'rich',
    'smooth',
    'snug',
    'solid',
    'stable',
    'sturdy',
    'tasty',
    'tender',
    'versatile',
    'warm',
    'welcoming',
    'well',
    'handy',
    'bargain',
  ]),
  ...fill(0.8, ['addictive', 'crisply', 'flawless', 'gem', 'heavenly', 'mouthwatering', 'superb', 'yummy', 'delish']),
  ...fill(-0.5, [
    'bland',
    'brittle',
    'bulky',
    'clunky',
    'cramped',
    'crowded',
    'dated',
    'dim',
    'dirty',
    'distorted',
    'dry',
    'flimsy',
    'greasy',
    'inconsistent',
    'loud',
    'messy',
    'mediocre',
    'muddy',
    'noisy',
    'overcooked',
    'overpriced',
    'pricey',
    'salty',
    'scratchy',
    'slow',
    'slippery',
    'soggy',
    'sloppy',
    'stale',
    'sticky',
    'tacky',
    'thin',
    'tinny',
    'tiny',
    'uncomfortable',
    'undercooked',
    'understaffed',
    'unreliable',
    'wobbly',
    'heavy',
    'loose',
    'buzz',
    'rattle',
    'tasteless',
    'flavorless',
    'lukewarm',
    'rubbery',
    'burnt',
    'wait',
    'waited',
    'smelly',
    'crap',
    'junk',
  ]),
  ...fill(-0.8, ['broke', 'defective', 'dud', 'inedible', 'nasty', 'refund', 'returned', 'returning', 'unusable']),
};

function fill(valence: number, words: readonly string[]): Record<string, number> {
  return Object.fromEntries(words.map((word) => [word, valence]));
}

const known = new Map<string, number>();

/** The valence of a lower-case word, 0 where it carries none. */
export function valenceOf(word: string): number {
  const own = Object.hasOwn(REVIEW_WORDS, word) ? REVIEW_WORDS[word] : undefined;
  if (own !== undefined) return own;
  let valence = known.get(word);
  if (valence === undefined) {
    valence = winkValence(word);
    known.set(word, valence);
  }
  return valence;
}
