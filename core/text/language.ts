import model from 'wink-eng-lite-web-model';
import winkNLP, { type ItemToken, type WinkMethods } from 'wink-nlp';

/** One token as tagged, in lower case. */
export interface TaggedToken {
  readonly surface: string;
  readonly lemma: string;
  readonly partOfSpeech: string;
  readonly stopWord: boolean;
  /** Stands in the scope of a negation ("not", "never", "n't"). */
  readonly negated: boolean;
}

/** A token and where it stands in the text: [start, end) in UTF-16 units. */
export interface PlacedToken {
  /** Lower case. */
  readonly surface: string;
  readonly partOfSpeech: string;
  readonly start: number;
  readonly end: number;
}

let splitter: WinkMethods | undefined;
let placer: WinkMethods | undefined;
let tagger: WinkMethods | undefined;

/** Sentence boundaries by wink's light English model: the cheap pipe. Built at first use: loading takes a second. */
export function boundariesOf(text: string): string[] {
  splitter ??= winkNLP(model, ['sbd']);
  return splitter.readDoc(text).sentences().out();
}

/** Parts of speech with positions, by the pipe that does no more: twice as fast as `tagTokens`. */
export function placeTokens(text: string): PlacedToken[] {
  placer ??= winkNLP(model, ['pos']);
  const document = placer.readDoc(text);
  const surfaces: readonly string[] = document.tokens().out();
  const tags: readonly unknown[] = document.tokens().out(features(placer).pos);
  const placed: PlacedToken[] = [];
  let position = 0;
  for (const [index, surface] of surfaces.entries()) {
    const start = text.indexOf(surface, position);
    // wink keeps tokens as they are written; one that it did not would have no place.
    if (start < 0) continue;
    position = start + surface.length;
    placed.push({ surface: surface.toLowerCase(), partOfSpeech: String(tags[index]), start, end: position });
  }
  return placed;
}

/** Parts of speech, lemmas and negation scopes of a sentence. */
export function tagTokens(text: string): TaggedToken[] {
  tagger ??= winkNLP(model, ['sbd', 'negation', 'sentiment', 'pos']);
  const its = features(tagger);
  const tokens: TaggedToken[] = [];
  tagger
    .readDoc(text)
    .tokens()
    .each((token: ItemToken) => {
      tokens.push({
        surface: token.out().toLowerCase(),
        lemma: String(token.out(its.lemma)).toLowerCase(),
        partOfSpeech: String(token.out(its.pos)),
        stopWord: token.out(its.stopWordFlag) === true,
        negated: token.out(its.negationFlag) === true,
      });
    });
  return tokens;
}

/** wink's own valence of one word, in [-1, 1], 0 where it has none. */
export function winkValence(word: string): number {
  tagger ??= winkNLP(model, ['sbd', 'negation', 'sentiment', 'pos']);
  return Number(tagger.readDoc(word).out(features(tagger).sentiment)) || 0;
}

type Feature = Parameters<ItemToken['out']>[0];
type FeatureName = 'lemma' | 'pos' | 'stopWordFlag' | 'negationFlag' | 'sentiment';

/**
 * wink's feature functions use no `this` and are handed over as they are (so does its manual), but they do not fit the
 * parameter type that wink declares for them: hence the assertion.
 */
function features(wink: WinkMethods): Readonly<Record<FeatureName, Feature>> {
  return wink.its as unknown as Readonly<Record<FeatureName, Feature>>;
}
