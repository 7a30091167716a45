import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import type { ItsFunction, WinkMethods } from 'wink-nlp';

/**
 * What wink knows of single words: Porter stems and AFINN-like sentiment. Loaded on first use (0.3 s); answers are kept,
 * for dialogs repeat themselves. Deterministic: nothing depends on what was asked before.
 */
let wink: WinkMethods | null = null;
const stems = new Map<string, string>();
const sentiments = new Map<string, number>();

function winkOf(): WinkMethods {
  wink ??= winkNLP(model, ['sentiment']);
  return wink;
}

/** Porter stem with the endings left by -y, -ie and -e off, so that "noise" meets "noisy" and "price" meets "pricey". */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const nlp = winkOf();
  // wink's types give `its.stem` three parameters and `out` four: its own documentation calls it like this.
  const { stem: stemming } = nlp.its as unknown as { readonly stem: ItsFunction<string> };
  const raw = nlp.readDoc(word).tokens().out(stemming).join('');
  const stem = raw.length > 3 ? raw.replace(/[iye]+$/, '') : raw;
  stems.set(word, stem);
  return stem;
}

/** Sentiment of a word on its own, in [-1, 1]; 0 where wink has no opinion. */
export function wordSentiment(word: string): number {
  const known = sentiments.get(word);
  if (known !== undefined) return known;
  const nlp = winkOf();
  const { sentiment: scoring } = nlp.its as unknown as { readonly sentiment: ItsFunction<number> };
  const score = Number(nlp.readDoc(word).out(scoring));
  const sentiment = Number.isFinite(score) ? score : 0;
  sentiments.set(word, sentiment);
  return sentiment;
}
