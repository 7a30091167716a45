import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

import { unitsOf } from '../core/aspects/units.ts';
import { splitSentences } from '../core/text/sentences.ts';

const DATA = '../shared/data';
const SOURCES = {
  music: { path: 'amazon-2014-musical-instruments/reviews.jsonl.gz', text: 'reviewText', date: 'unixReviewTime' },
  yelp: { path: 'yelp-10k/reviews.jsonl.gz', text: 'text', date: 'date' },
} as const;
export type SourceName = keyof typeof SOURCES;

const TRAINING_SHARE = 0.7;

export interface SourceTexts {
  /** Units of the training period: the first 70 % of the reviews by date. */
  readonly units: readonly { readonly reviewId: string; readonly text: string }[];
  /** Sentences of the later reviews. */
  readonly later: readonly string[];
}

export async function readSource(name: SourceName): Promise<SourceTexts> {
  const source = SOURCES[name];
  const lines = gunzipSync(await readFile(`${DATA}/${source.path}`))
    .toString()
    .trim()
    .split('\n');
  const reviews = lines.map((line, index) => {
    const row: Record<string, unknown> = JSON.parse(line);
    const date = row[source.date];
    const text = row[source.text];
    return {
      reviewId: `r${index}`,
      timestampMs: typeof date === 'number' ? date * 1000 : Date.parse(String(date)),
      text: typeof text === 'string' ? text : '',
    };
  });
  reviews.sort((a, b) => a.timestampMs - b.timestampMs);
  const cut = Math.floor(reviews.length * TRAINING_SHARE);
  const units = reviews
    .slice(0, cut)
    .flatMap(({ reviewId, text }) => unitsOf(splitSentences(text)).texts.map((unit) => ({ reviewId, text: unit })));
  return { units, later: reviews.slice(cut).flatMap(({ text }) => splitSentences(text)) };
}
