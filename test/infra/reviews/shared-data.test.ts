import { existsSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { inFolder, prepareFile } from './review-fixtures.ts';

/** Real reviews beside the checkout; skipped, visibly, where they are absent. */
const DATA = '../shared/data';
const AMAZON = `${DATA}/amazon-2014-musical-instruments`;

describe.skipIf(!existsSync(DATA))('real sources (skipped where ../shared/data is absent)', () => {
  it('Amazon 2014 musical instruments', () =>
    inFolder(async (folder) => {
      const { funnel, items } = await prepareFile(folder, `${AMAZON}/reviews.jsonl.gz`, `${AMAZON}/items.csv`);
      expect(funnel).toMatchObject({
        format: 'amazon-2014',
        linesRead: 10_261,
        rejected: { total: 7 },
        users: 1429,
        items: 900,
      });
      expect(items.find(({ itemId }) => itemId === 'B00004Y2UT')?.name).toContain('1/4" plugs');
    }));

  it('Yelp, older and newer lines', () =>
    inFolder(async (folder) => {
      const older = await prepareFile(folder, `${DATA}/yelp-10k/reviews.jsonl.gz`);
      expect(older.funnel).toMatchObject({ format: 'yelp', linesRead: 10_000, rejected: { total: 0 }, users: 6403 });
      const sample = `${DATA}/yelp-format-sample`;
      const newer = await prepareFile(folder, `${sample}/review.json`, `${sample}/business.json`);
      expect(newer.funnel).toMatchObject({ format: 'yelp', kept: 999, items: 822 });
      expect(newer.items.some(({ attributes }) => attributes['city'] !== undefined)).toBe(true);
    }));

  it('Amazon 2018, full of clones', () =>
    inFolder(async (folder) => {
      const { funnel } = await prepareFile(folder, `${DATA}/amazon-2018/All_Beauty_5.jsonl.gz`);
      expect(funnel).toMatchObject({ format: 'amazon-2018', linesRead: 5269, users: 990 });
      expect(funnel.clones.total).toBeGreaterThan(3500);
    }));
});
