import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createDescribingActivities } from '../../activities/describe-shards.ts';
import { createFittingActivities } from '../../activities/fit-aspects.ts';
import { createPlanningActivities } from '../../activities/planning-activities.ts';
import { createReviewActivities } from '../../activities/review-activities.ts';
import type { RunFolder } from '../../activities/run-folder.ts';
import { createRunWorlds } from '../../activities/run-world.ts';
import { sentenceFromRow } from '../../core/aspects/sentence-table.ts';
import { resolveConfig } from '../../core/config/resolve-config.ts';
import { NoiseCountsSchema } from '../../core/experiments/label-noise.ts';
import { openRunFolder } from '../../activities/run-folder.ts';
import { createSmallStore, smallReviews } from './small-run.ts';
import type { SmallStore } from './small-run.ts';

describe('an arm of an experiment', () => {
  let small: SmallStore;
  let base: RunFolder;
  beforeAll(async () => {
    small = await createSmallStore();
    base = await small.prepared('base', smallReviews(120));
    await profile(base);
  });
  afterAll(() => small.remove());

  async function profile(folder: RunFolder): Promise<void> {
    const fitting = createFittingActivities(small.ports);
    const describing = createDescribingActivities(small.ports);
    await small.environment.run(async () => {
      await fitting.fitAspects(folder.ref);
      const plan = await describing.planShards(folder.ref);
      for (let shard = 0; shard < (plan?.shards ?? 0); shard++)
        await describing.describeShard({ ref: folder.ref, shard });
      if (plan !== null) await describing.mergeSentences(folder.ref);
    });
  }

  async function armed(name: string, noise: number): Promise<RunFolder> {
    const folder = openRunFolder(small.ports, { run: name, store: base.ref.store });
    const target = { dialogs: 3, until: 'attempted', minRating: 1, minEarlierReviews: 0 };
    const standing = await base.config();
    await folder.writeJson(
      folder.keys.config,
      resolveConfig({ ...standing, name, target, experiment: { of: 'base', noise } }),
    );
    const preparing = createReviewActivities(small.ports);
    expect(await small.environment.run(() => preparing.prepareReviews(folder.ref))).toMatchObject({ reviews: 120 });
    await profile(folder);
    return folder;
  }

  const sentencesOf = async (folder: RunFolder) => (await folder.readTable(folder.keys.sentences)).map(sentenceFromRow);

  it('takes reviews, aspects and sentences as they are, and encodes nothing', async () => {
    // The source is not asked for: the ports of this test have none.
    await base.writeTable(base.keys.items, { item_id: 'string' }, []);
    await base.store.put(base.keys.rejects, new Uint8Array(0));
    const before = small.encoding.given.length;
    const arm = await armed('base.control', 0);
    expect(small.encoding.given).toHaveLength(before);
    for (const name of ['reviews', 'reviewFunnel', 'clusters', 'centroids', 'sentences'] as const) {
      expect(await arm.sha256(arm.keys[name])).toBe(await base.sha256(base.keys[name]));
    }
  });

  it('makes the asked share of its labels wrong, counts them, and leaves the base as it was', async () => {
    const hash = await base.sha256(base.keys.sentences);
    const arm = await armed('base.noise.50', 0.5);
    const [right, wrong] = [await sentencesOf(base), await sentencesOf(arm)];
    expect(wrong.map(({ text }) => text)).toEqual(right.map(({ text }) => text));
    const signs = right.filter(({ sentiment }, place) => sentiment !== 0 && wrong[place]?.sentiment === -sentiment);
    const counts = await arm.readJson(arm.keys.labelNoise, NoiseCountsSchema);
    expect(counts.sentences).toBe(right.length);
    expect(counts.turnedSentences).toBeGreaterThanOrEqual(signs.length);
    expect(counts.turnedSentences / right.length).toBeGreaterThan(0.35);
    expect(counts.turnedSentences / right.length).toBeLessThan(0.65);
    expect(counts.wrongLabels).toBeGreaterThan(0);
    expect(await base.sha256(base.keys.sentences)).toBe(hash);
  });

  it('attempts the first targets of the order alone, the same whatever it believes', async () => {
    const planning = createPlanningActivities(small.ports, createRunWorlds(small.ports));
    const dialogsOf = async (run: string) => {
      const ref = { run, store: base.ref.store };
      const counts = await planning.selectTargets(ref);
      expect(counts.targets).toBeGreaterThan(3);
      const users = await planning.listUsers({ ref, from: 0, count: 100 });
      expect(users).toHaveLength(counts.users);
      const folder = openRunFolder(small.ports, ref);
      return { dialogs: users.flatMap(({ dialogs }) => dialogs), targets: await folder.sha256(folder.keys.targets) };
    };
    const control = await dialogsOf('base.control');
    expect(control.dialogs.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2]);
    expect(await dialogsOf('base.noise.50')).toEqual(control);
  });
});
