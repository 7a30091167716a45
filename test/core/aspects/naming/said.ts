import type { NounPhrase, SentencePhrases } from '../../../../core/text/phrases.ts';

/** A unit that uses these phrases, each written as its lemma, unjudged. */
export const said = (...lemmas: string[]): SentencePhrases => ({
  phrases: lemmas.map((lemma) => use(lemma)),
  verbs: [],
});

export const use = (lemma: string, of: Partial<NounPhrase> = {}): NounPhrase => ({
  lemma,
  surface: lemma,
  judged: false,
  named: false,
  lead: null,
  ...of,
});

export const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
