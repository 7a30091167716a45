import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

/** What is asked of a sentence: its polarity on one category or term, or on the whole where neither is named. */
export interface GoldPolarity {
  readonly sentence: string;
  readonly category?: string;
  /** Where the term stands in the sentence, in UTF-16 units. */
  readonly from?: number;
  readonly polarity: Polarity;
}

export type Polarity = 'negative' | 'neutral' | 'positive';
export const POLARITIES: readonly Polarity[] = ['negative', 'neutral', 'positive'];

const SENTENCE = /<sentence id="[^"]*">\s*<text>([\s\S]*?)<\/text>([\s\S]*?)<\/sentence>/gu;

/** SemEval-2014, restaurants: every (sentence, category), "anecdotes/miscellaneous" and all, without "conflict". */
export async function readCategories(path: string): Promise<GoldPolarity[]> {
  return [...(await readFile(path, 'utf8')).matchAll(SENTENCE)].flatMap(([, sentence = '', labels = '']) =>
    [...labels.matchAll(/category="([^"]+)" polarity="([^"]+)"/gu)].flatMap(([, category = '', said]) =>
      polarityOf(said).map((polarity) => ({ sentence: unescaped(sentence), category, polarity })),
    ),
  );
}

/** SemEval-2014, laptops: every (sentence, aspect term), without "conflict". */
export async function readTerms(path: string): Promise<GoldPolarity[]> {
  return [...(await readFile(path, 'utf8')).matchAll(SENTENCE)].flatMap(([, sentence = '', labels = '']) =>
    [...labels.matchAll(/polarity="([^"]+)" from="(\d+)"/gu)].flatMap(([, said, from]) =>
      polarityOf(said).map((polarity) => ({ sentence: unescaped(sentence), from: Number(from), polarity })),
    ),
  );
}

/**
 * Hu and Liu's product reviews: lines "feature[+2], other[-1]##sentence". Sentences whose signs agree, positive or
 * negative; there is no neutral label.
 */
export async function readHuLiu(path: string): Promise<GoldPolarity[]> {
  const found: GoldPolarity[] = [];
  const archive = await openPromise(path);
  for await (const entry of archive.eachEntry()) {
    if (!entry.fileName.endsWith('.txt') || entry.fileName.endsWith('README.txt')) continue;
    const content = await text(await archive.openReadStreamPromise(entry));
    for (const line of content.split(/\r?\n/u)) {
      const [labels = '', sentence = ''] = line.split('##');
      const signs = new Set([...labels.matchAll(/\[([+-])\d\]/gu)].map(([, sign]) => sign));
      if (signs.size !== 1 || sentence.trim() === '') continue;
      found.push({ sentence: sentence.trim(), polarity: signs.has('+') ? 'positive' : 'negative' });
    }
  }
  return found;
}

function polarityOf(said: string | undefined): Polarity[] {
  return POLARITIES.filter((polarity) => polarity === said);
}

function unescaped(sentence: string): string {
  const entities = { '&quot;': '"', '&apos;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return Object.entries(entities).reduce((plain, [entity, character]) => plain.replaceAll(entity, character), sentence);
}
