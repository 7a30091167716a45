import type { RunConfig, Variant } from '../config/run-config.ts';
import { deriveSeed } from '../random.ts';
import type { RunKeys } from '../storage/run-keys.ts';
import type { RecommenderData } from './recommender-data.ts';

type Settings = RunConfig['recommender'];

/** One training: a variant and a seed, and where an experiment asks for it, less of the dialogs, another split or encoder. */
export interface TrainingJob {
  readonly variant: Variant;
  readonly seed: number;
  /** Of the training dialogs, in (0, 1]; all of them where nothing is said. */
  readonly share?: number;
  /** The run's own where nothing is said. */
  readonly split?: Settings['split'];
  /** The run's own where nothing is said. */
  readonly dialogEncoder?: Settings['dialogEncoder'];
}

/** Where a training's checkpoint, predictions and record stand: the run's own in its recommender folder. */
export function trainingRoot(keys: RunKeys, { variant, seed, share = 1, split, dialogEncoder }: TrainingJob): string {
  if (share === 1 && split === undefined && dialogEncoder === undefined) return keys.recommender(variant, seed);
  const kind = [
    split ?? 'own-split',
    `${Math.round(share * 100)}-percent`,
    ...(dialogEncoder === undefined ? [] : [dialogEncoder]),
  ].join('-');
  return `${keys.experiment('fusion')}/trainings/${kind}/${variant}-${seed}`;
}

export const settingsFor = (
  { split, dialogEncoder }: Pick<TrainingJob, 'split' | 'dialogEncoder'>,
  settings: Settings,
): Settings => ({
  ...settings,
  ...(split === undefined ? {} : { split }),
  ...(dialogEncoder === undefined ? {} : { dialogEncoder }),
});

/**
 * The data with that share of the training dialogs, drawn by seed: a smaller share's dialogs are among a larger one's.
 * Pairs from reviews and users' sequences stay whole: they need no dialogs.
 */
export function withDialogShare(data: RecommenderData, share: number, seed: number): RecommenderData {
  if (share >= 1) return data;
  const dialogs = data.train
    .filter(({ source }) => source === 'dialog')
    .map(({ exampleId }) => ({ exampleId, order: deriveSeed(seed, 'dialog-share', exampleId) }))
    .sort((a, b) => a.order - b.order || (a.exampleId < b.exampleId ? -1 : 1));
  const kept = new Set(dialogs.slice(0, Math.ceil(share * dialogs.length)).map(({ exampleId }) => exampleId));
  return {
    ...data,
    train: data.train.filter(({ source, exampleId }) => source === 'review' || kept.has(exampleId)),
    fingerprint: `${data.fingerprint} ${share}`,
  };
}
