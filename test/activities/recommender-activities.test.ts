import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { evaluateRun } from '../../activities/evaluate-run.ts';
import { createRecommenderActivities } from '../../activities/recommender-activities.ts';
import type { RunFolder } from '../../activities/run-folder.ts';
import type { RunRef } from '../../core/config/run-ref.ts';
import { TrainingRecordSchema } from '../../core/recommender/training-record.ts';
import { SPLITS } from '../../core/reviews/review.ts';
import { dialog, item, turn } from '../core/recommender/dialog-fixtures.ts';
import { type SmallStore, createSmallStore, smallReviews } from './small-run.ts';

const REVIEWS = smallReviews(60);
const ITEMS = ['i0', 'i1', 'i2', 'i3', 'i4'].map((itemId) => item(itemId, `name of ${itemId}`));
const JOB = { variant: 'dialog-only', seed: 1 } as const;

describe('trained recommenders', () => {
  let small: SmallStore;
  let here: RunFolder;
  let there: RunFolder;
  const folderOf = ({ run }: RunRef): RunFolder => (run === 'here' ? here : there);
  const activitiesOf = (store: Pick<SmallStore, 'ports'>) => {
    const world = async (ref: RunRef) => ({
      folder: folderOf(ref),
      config: await folderOf(ref).config(),
      base: { reviews: REVIEWS, items: new Map(ITEMS.map((one) => [one.itemId, one])) },
    });
    return createRecommenderActivities(store.ports, { world });
  };

  beforeAll(async () => {
    small = await createSmallStore();
    const recommender = { epochs: 1, dimension: 8, heads: 2, variants: [JOB.variant], seeds: [JOB.seed] };
    here = await withDialogs(await small.prepared('here', REVIEWS, { recommender }), 12);
    there = await withDialogs(await small.prepared('there', REVIEWS, { recommender }), 9);
    const activities = activitiesOf(small);
    await small.environment.run(() => activities.trainVariant({ ref: here.ref, ...JOB }));
  });
  afterAll(() => small.remove());

  const root = (): string => here.keys.recommender(JOB.variant, JOB.seed);

  it('are ranked as they are kept on the dialogs of another run: nothing is trained for it', async () => {
    await here.store.delete(`${root()}/checkpoint.bin`);
    const activities = activitiesOf(small);
    await small.environment.run(() => activities.testElsewhere({ ref: here.ref, on: there.ref, ...JOB }));
    const rows = await here.readTable(here.keys.tested('there', JOB.variant, JOB.seed));
    expect(rows).toHaveLength(3);
    expect(await here.store.exists(`${root()}/checkpoint.bin`)).toBe(false);
  });

  it('are refused in the metrics where they are of other dialogs, settings or another version', async () => {
    expect((await evaluateRun(here)).variants[0]?.variant).toBe(JOB.variant);
    const record = await here.readJson(`${root()}/training.json`, TrainingRecordSchema);
    await here.writeJson(`${root()}/training.json`, { ...record, fingerprint: `${record.fingerprint}-0` });
    await expect(evaluateRun(here)).rejects.toMatchObject({
      code: 'artefact_invalid',
      message: expect.stringContaining('convrecstudio train here') as unknown,
    });
    await here.writeJson(`${root()}/training.json`, record);
  });

  it('say that memory is short also where it is while their data are prepared', async () => {
    const encode = () => Promise.reject(new RangeError('Array buffer allocation failed'));
    const ports = {
      ...small.ports,
      encoder: () => Promise.resolve({ ...small.encoding.encoder, encode }),
    };
    const activities = activitiesOf({ ports });
    const training = small.environment.run(() => activities.trainVariant({ ref: there.ref, ...JOB }));
    await expect(training).rejects.toMatchObject({ code: 'out_of_memory' });
  });

  it('are given up where process after process dies while their data are prepared', async () => {
    const starts = async (): Promise<number> => {
      const bytes = await there.store.get(`${there.keys.recommender(JOB.variant, 1)}/starts.json`);
      return bytes === null ? 0 : (JSON.parse(new TextDecoder().decode(bytes)) as { starts: number }).starts;
    };
    const dead = { ...small.ports, encoder: () => new Promise<never>(() => {}) };
    for (let start = 0; start < 8; start++) {
      const activities = activitiesOf({ ports: dead });
      // It never comes back, as of a process that is killed.
      void small.environment.run(() => activities.trainVariant({ ref: there.ref, ...JOB }));
      await expect.poll(starts, { timeout: 20_000 }).toBe(start + 1);
    }
    const last = small.environment.run(() => activitiesOf({ ports: dead }).trainVariant({ ref: there.ref, ...JOB }));
    await expect(last).rejects.toMatchObject({ code: 'out_of_memory' });
  });
});

/** Dialogs of the run's users, a third of each split; the dataset's files stand for themselves. */
async function withDialogs(folder: RunFolder, count: number): Promise<RunFolder> {
  const { keys } = folder;
  const records = Array.from({ length: count }, (_, at) =>
    dialog({
      dialogId: `d${String(at).padStart(6, '0')}`,
      userId: `u${at % 9}`,
      split: SPLITS[at % 3] ?? 'train',
      timestampMs: (50 + at) * 86_400_000,
      targetItemId: `i${at % 5}`,
      history: [`i${(at + 1) % 5}`],
      turns: [turn(0, 'system', 'n1', 'Hello there.'), turn(1, 'user', 'n1', `I want tone number ${at % 4}.`)],
    }),
  );
  for (const record of records) await folder.writeJson(keys.dialog(record.dialogId), record);
  const selected = records.map(({ dialogId }) => dialogId);
  await folder.writeJson(keys.selection, { selected, duplicates: [], settled: count });
  for (const split of SPLITS) await folder.store.put(keys.datasetSplit(split), new TextEncoder().encode(split));
  return folder;
}
