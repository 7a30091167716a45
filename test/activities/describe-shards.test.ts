import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createDescribingActivities } from '../../activities/describe-shards.ts';
import { createFittingActivities } from '../../activities/fit-aspects.ts';
import type { RunFolder } from '../../activities/run-folder.ts';
import { sentenceFromRow } from '../../core/aspects/sentence-table.ts';
import type { ReviewShards } from '../../core/reviews/review-shards.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import { createSmallStore, smallReviews } from './small-run.ts';
import type { SmallStore } from './small-run.ts';

const REVIEWS = smallReviews(60);

describe('sentences described in shards', () => {
  let small: SmallStore;
  beforeEach(async () => {
    small = await createSmallStore();
  });
  afterEach(() => small.remove());

  const fitted = async (run: string): Promise<RunFolder> => {
    const folder = await small.prepared(run, REVIEWS);
    const fitting = createFittingActivities(small.ports);
    await small.environment.run(() => fitting.fitAspects(folder.ref));
    return folder;
  };
  const shardsOf = async ({ ref }: RunFolder, perShard: number) => {
    const activities = createDescribingActivities(small.ports, perShard);
    const plan: ReviewShards | null = await small.environment.run(() => activities.planShards(ref));
    return { activities, shards: [...Array(plan?.shards ?? 0).keys()] };
  };
  const describeAll = async (folder: RunFolder, perShard: number, backwards = false): Promise<number> => {
    const { activities, shards } = await shardsOf(folder, perShard);
    for (const shard of backwards ? shards.reverse() : shards) {
      await small.environment.run(() => activities.describeShard({ ref: folder.ref, shard }));
    }
    await small.environment.run(() => activities.mergeSentences(folder.ref));
    return shards.length;
  };

  it('gives the same bytes with one shard and with many, in whatever order', async () => {
    const [one, many] = [await fitted('one'), await fitted('many')];
    expect(await describeAll(one, 1000)).toBe(1);
    expect(await describeAll(many, 7, true)).toBe(9);
    expect(await many.sha256(many.keys.sentences)).toBe(await one.sha256(one.keys.sentences));
  });

  it('holds every sentence, by review and place, and leaves no shard behind', async () => {
    const folder = await fitted('whole');
    await describeAll(folder, 16);
    const found = (await folder.readTable(folder.keys.sentences)).map(sentenceFromRow);
    const expected = REVIEWS.flatMap(({ reviewId, text }) =>
      splitSentences(text).map((sentence, sentenceIndex) => ({ reviewId, sentenceIndex, text: sentence })),
    );
    expect(found).toMatchObject(expected);
    expect(found).toHaveLength(expected.length);
    const left: string[] = [];
    for await (const key of folder.store.list(folder.keys.sentenceShards)) left.push(key);
    expect(left).toEqual([]);
  });

  it('encodes no shard twice after a kill, and writes what it would have written', async () => {
    const folder = await fitted('killed');
    const { activities, shards } = await shardsOf(folder, 20);
    const shard = (number: number) =>
      small.environment.run(() => activities.describeShard({ ref: folder.ref, shard: number }));
    const first = await shard(0);
    const before = small.encoding.given.length;
    small.encoding.breaksAt = before + 1;
    await expect(shard(1)).rejects.toThrow('killed');
    expect(await folder.store.exists(folder.keys.sentenceShard(1))).toBe(false);
    small.encoding.breaksAt = Number.POSITIVE_INFINITY;
    small.encoding.given.length = 0;
    // Another cut, by a later version of the program, does not move this run's.
    const again = await shardsOf(folder, 5);
    expect(again.shards).toEqual(shards);
    expect(await shard(0)).toEqual(first);
    expect(small.encoding.given).toEqual([]);
    for (const number of shards) await shard(number);
    await small.environment.run(() => activities.mergeSentences(folder.ref));
    const calm = await fitted('calm');
    await describeAll(calm, 1000);
    expect(await folder.sha256(folder.keys.sentences)).toBe(await calm.sha256(calm.keys.sentences));
    expect(await small.environment.run(() => activities.planShards(folder.ref))).toBeNull();
  });
});
