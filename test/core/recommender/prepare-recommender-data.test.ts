import { describe, expect, it } from 'vitest';

import { prepareRecommenderData } from '../../../core/recommender/prepare-recommender-data.ts';
import type { Review } from '../../../core/reviews/review.ts';
import type { DialogRecord } from '../../../core/simulation/dialog.ts';
import { acts, dialog, item, review, turn, wordEncoder } from './dialog-fixtures.ts';
import { breathe, recommenderSettings } from './planted-world.ts';

const items = ['i1', 'i2', 'i3', 'i4'].map((itemId) => item(itemId, `name of ${itemId}`));
const opening = [turn(0, 'system', 'n1', 'Hello there.'), turn(1, 'user', 'n1', 'I want a bright tone.')];
const dialogs = [
  dialog({ dialogId: 'd1', turns: opening, history: ['i3', 'i2', 'i3', 'gone'] }),
  dialog({ dialogId: 'd2', split: 'test', userId: 'u2', targetItemId: 'i2', turns: opening }),
  dialog({ dialogId: 'd3', status: 'rejected', failure: 'simulation_drift', userId: 'u3' }),
  dialog({ dialogId: 'd4', split: 'validation', userId: 'u4', targetItemId: 'unknown' }),
];
const reviews = Array.from({ length: 40 }, (_, at) =>
  review(`r${at}`, `reader${at % 5}`, `i${1 + (at % 4)}`, 100 * Math.floor(at / 2), `Sentence number ${at} of praise.`),
);

async function prepare(changes: { dialogs?: DialogRecord[]; reviews?: Review[]; maxHistory?: number } = {}) {
  const encoder = wordEncoder();
  const settings = recommenderSettings({ dimension: 8, maxTurns: 4, maxHistory: changes.maxHistory ?? 32 });
  const data = await prepareRecommenderData({
    dialogs: changes.dialogs ?? dialogs,
    items,
    reviews: changes.reviews ?? reviews,
    trainEndMs: 1500,
    encoder,
    settings,
    seed: 5,
    breathe,
  });
  return { data, encoder };
}

describe('prepareRecommenderData', () => {
  it('takes accepted dialogs with a known target, by split, and says what it skipped', async () => {
    const { data } = await prepare();
    const dialogIds = data.train.filter(({ source }) => source === 'dialog').map(({ exampleId }) => exampleId);
    expect(dialogIds).toEqual(['d1']);
    expect(data.test.map(({ exampleId, target }) => [exampleId, target])).toEqual([['d2', 1]]);
    expect(data.validation).toEqual([]);
    expect(data.skippedDialogs).toEqual(['d4']);
  });

  it('keeps the latest history, once each, and all of it as seen', async () => {
    const { data } = await prepare({ maxHistory: 1 });
    const example = data.train.find(({ exampleId }) => exampleId === 'd1');
    expect(example?.seen).toEqual([2, 1]);
    expect(example?.history).toEqual([1]);
  });

  it('centres and projects by what training says alone', async () => {
    const other = [
      turn(0, 'system', 'n1', 'Quite other words.'),
      turn(1, 'user', 'n1', 'Nobody in training says this.'),
    ];
    const changed = dialogs.map((one) => (one.split === 'test' ? { ...one, turns: other } : one));
    const [{ data: before }, { data: after }] = [await prepare(), await prepare({ dialogs: changed })];
    expect(after.texts.length).toBeGreaterThan(before.texts.length);
    expect(after.textMean).toEqual(before.textMean);
    expect(after.textProjection).toEqual(before.textProjection);
    expect(after.textMean.some((value) => value !== 0)).toBe(true);
  });

  it('uses no review at or after the end of the training period', async () => {
    const { data, encoder } = await prepare();
    const late = new Set(reviews.filter(({ timestampMs }) => timestampMs >= 1500).map(({ text }) => text));
    expect(late.size).toBeGreaterThan(0);
    expect(encoder.asked.filter((text) => [...late].some((words) => text.includes(words)))).toEqual([]);
    expect(data.catalogue.counts.reduce((sum, count) => sum + count, 0)).toBe(30);
  });

  it('pairs a review with items reviewed strictly before it', async () => {
    const { data } = await prepare();
    const pairs = data.train.filter(({ source }) => source === 'review');
    expect(pairs.length).toBeGreaterThan(0);
    for (const pair of pairs) {
      const own = reviews.find(({ reviewId }) => reviewId === pair.exampleId);
      const allowed = reviews
        .filter((earlier) => earlier.userId === own?.userId && earlier.timestampMs < own.timestampMs)
        .map(({ itemId }) => itemId);
      for (const row of pair.seen) expect(allowed).toContain(data.catalogue.itemIds[row]);
      expect(pair.seen).not.toContain(pair.target);
    }
  });

  it('never lets a review both describe its item and be an example', async () => {
    const { data, encoder } = await prepare();
    const examples = data.train.filter(({ source }) => source === 'review').map(({ exampleId }) => exampleId);
    const describing = encoder.asked.filter((text) => text.startsWith('. '));
    expect(describing.length).toBeGreaterThan(0);
    const asExamples = reviews.filter(({ reviewId }) => examples.includes(reviewId)).map(({ text }) => `. ${text}`);
    expect(describing.filter((text) => asExamples.includes(text))).toEqual([]);
  });

  it('keeps the review of a dialog target out of descriptions and examples', async () => {
    const goal = review('goal', 'u1', 'i1', 1000, 'Unmistakable goal words.');
    const { encoder } = await prepare({ reviews: [...reviews, goal] });
    expect(encoder.asked.filter((text) => text.includes('Unmistakable'))).toEqual([]);
  });

  it('does not depend on the order of its inputs', async () => {
    const { data } = await prepare();
    const again = await prepare({ dialogs: [...dialogs].reverse(), reviews: [...reviews].reverse() });
    expect(again.data.fingerprint).toBe(data.fingerprint);
  });

  it('is the same data whatever is said from the target on', async () => {
    const target = turn(2, 'system', 'n2', 'Take the name of i1!', acts('recommend', 'i1'));
    const told = dialog({ dialogId: 'd1', turns: [...opening, target, turn(3, 'user', 'n3', 'Yes, lovely.')] });
    const retold = dialog({
      dialogId: 'd1',
      turns: [...opening, target, turn(3, 'user', 'n3', 'No way, i4 instead.')],
    });
    const first = await prepare({ dialogs: [told] });
    const second = await prepare({ dialogs: [retold] });
    expect(second.data.fingerprint).toBe(first.data.fingerprint);
    expect(first.encoder.asked).toContain('I want a bright tone.');
  });
});
