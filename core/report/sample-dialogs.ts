import { createRandom, deriveSeed } from '../random.ts';
import type { RejectionRow } from './count-violations.ts';

/** Most dialogs that the report shows of each kind. */
export const SHOWN = { any: 8, recovered: 4, givenUp: 3 } as const;

/**
 * A seeded sample in the targets' order: dialogs of the dataset, some that took more than one attempt, and some that were
 * given up. Chosen by the run's seed alone, never for being good ones.
 */
export function sampleDialogIds(
  selected: readonly string[],
  rejections: readonly RejectionRow[],
  seed: number,
): string[] {
  const inDataset = new Set(selected);
  const random = createRandom(deriveSeed(seed, 'report-dialogs'));
  const failed = (recovered: boolean): string[] =>
    [...new Set(rejections.filter((row) => row.recovered === recovered).map((row) => row.dialog_id))].sort();
  const sample = [
    ...random.shuffle(selected).slice(0, SHOWN.any),
    ...random.shuffle(failed(true).filter((dialogId) => inDataset.has(dialogId))).slice(0, SHOWN.recovered),
    ...random.shuffle(failed(false)).slice(0, SHOWN.givenUp),
  ];
  // Dialog ids are ordinals of one width or, past it, longer: by length first keeps the targets' order.
  return [...new Set(sample)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}
