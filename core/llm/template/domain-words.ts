/** Words that depend on what is talked about: things are bought and have an article, places are visited. */
export interface DomainWords {
  readonly article: string;
  readonly got: string;
  /** What an aspect is "of" a thing, it is "at" a place. */
  readonly of: string;
  readonly reviewers: readonly string[];
}

const THINGS: DomainWords = {
  article: 'the ',
  got: 'bought',
  of: 'of',
  reviewers: ['reviewer', 'buyer', 'customer', 'owner'],
};
const PLACES: DomainWords = {
  article: '',
  got: 'visited',
  of: 'at',
  reviewers: ['reviewer', 'customer', 'visitor', 'guest'],
};
const APPS: DomainWords = { article: '', got: 'installed', of: 'of', reviewers: ['reviewer', 'user'] };

const PLACE_WORDS = /restaurant|business|place|yelp|caf[eé]|bar|hotel|shop|store|dining|venue/i;
const APP_WORDS = /\bapps?\b|game|mobile/i;

export function domainWords(domain: string): DomainWords {
  if (PLACE_WORDS.test(domain)) return PLACES;
  return APP_WORDS.test(domain) ? APPS : THINGS;
}
