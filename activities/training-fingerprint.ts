import { createHash } from 'node:crypto';

import type { RunConfig, Variant } from '../core/config/run-config.ts';
import { revisionMark } from '../core/recommender/train-variant.ts';
import { SPLITS } from '../core/reviews/review.ts';
import { encodeJson } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * What a training is made of: the dataset's own bytes stand for it, the funnel for the reviews. Other dialogs, settings or
 * devices, another training.
 */
export async function contentsOf(
  folder: RunFolder,
  recommender: RunConfig['recommender'],
  backend: string,
): Promise<string> {
  const { variants: _variants, seeds: _seeds, enabled: _enabled, ...settings } = recommender;
  const { selection, reviewFunnel, datasetSplit } = folder.keys;
  const { seed } = await folder.config();
  const hash = createHash('sha256').update(encodeJson({ ...settings, backend, seed }));
  for (const key of [selection, reviewFunnel, ...SPLITS.map(datasetSplit)]) hash.update(await folder.readBytes(key));
  return hash.digest('hex');
}

/** The same, of one variant as this version makes it. */
export const trainingFingerprint = (contents: string, variant: Variant): string =>
  [contents, ...revisionMark(variant)].join('-');
