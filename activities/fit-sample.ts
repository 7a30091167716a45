import { unitsOf } from '../core/aspects/units.ts';
import { deriveSeed } from '../core/random.ts';
import { reviewFromRow } from '../core/reviews/review-tables.ts';
import { createSeededSample } from '../core/seeded-sample.ts';
import { splitSentences } from '../core/text/sentences.ts';
import { reportProgress } from './failures.ts';
import type { RunFolder } from './run-folder.ts';

/** A unit that takes part in the fit, with its review's id and stars. */
export interface SampledUnit {
  readonly text: string;
  readonly reviewId: string;
  readonly rating: number;
}

/** Reviews split between two heartbeats. */
const BLOCK = 500;

/**
 * The units that aspects and sentiment are fitted on: a uniform sample of at most `most`, from the training period alone.
 * Drawn in two streaming passes: `most` reviews by seeded hash (all of them, in smaller runs), then `most` of their units
 * by seeded hash. So no more than that many reviews are split, however many there are, and memory holds the sample only.
 */
export async function sampleFitUnits(
  folder: RunFolder,
  options: { readonly most: number; readonly seed: number; readonly breathe: () => Promise<void> },
): Promise<SampledUnit[]> {
  const { most, breathe } = options;
  const rows = await sampleTrainingRows(folder, most, deriveSeed(options.seed, 'fit sample', 'reviews'));
  const sample = createSeededSample<SampledUnit>(most, deriveSeed(options.seed, 'fit sample', 'units'));
  let row = 0;
  let place = 0;
  let split = 0;
  for await (const batch of folder.tableBatches(folder.keys.reviews)) {
    for (const record of batch) {
      if (!rows.has(row++)) continue;
      const { reviewId, rating, text } = reviewFromRow(record);
      for (const [index, unit] of unitsOf(splitSentences(text)).texts.entries()) {
        sample.offer(`${reviewId}\n${index}`, place++, { text: unit, reviewId, rating });
      }
      if (++split % BLOCK !== 0) continue;
      reportProgress('split sentences', split, rows.size);
      await breathe();
    }
  }
  return sample.values();
}

/** Row numbers of the sampled training reviews. */
async function sampleTrainingRows(folder: RunFolder, most: number, seed: number): Promise<ReadonlySet<number>> {
  const sample = createSeededSample<number>(most, seed);
  let row = 0;
  for await (const batch of folder.tableBatches(folder.keys.reviews, { columns: ['review_id', 'split'] })) {
    for (const { review_id: reviewId, split } of batch) {
      if (split === 'train') sample.offer(String(reviewId), row, row);
      row++;
    }
  }
  return new Set(sample.values());
}
