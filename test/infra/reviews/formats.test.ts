import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { inspectSource } from '../../../infra/reviews/inspect-source.ts';
import { writeTableFile } from '../../../infra/tables/table-files.ts';
import { inFolder, prepareFile, prepareText } from './review-fixtures.ts';

const DAY = Date.UTC(2014, 1, 28);
const AMAZON = { reviewerID: 'u', asin: 'i', overall: 5, reviewText: 'good', summary: 'T', unixReviewTime: DAY / 1000 };

describe('formats', () => {
  it.each([
    ['amazon-2014', JSON.stringify(AMAZON)],
    ['amazon-2014', JSON.stringify({ ...AMAZON, unixReviewTime: undefined, reviewTime: '02 28, 2014' })],
    ['amazon-2018', JSON.stringify({ ...AMAZON, verified: true })],
    [
      'amazon-2023',
      JSON.stringify({
        user_id: 'u',
        parent_asin: 'i',
        asin: 'x',
        rating: 5,
        title: 'T',
        text: 'good',
        timestamp: DAY,
      }),
    ],
    [
      'yelp',
      JSON.stringify({
        type: 'review',
        review_id: 'r',
        user_id: 'u',
        business_id: 'i',
        stars: 5,
        date: '2014-02-28',
        text: 'good',
      }),
    ],
    [
      'yelp',
      JSON.stringify({
        review_id: 'r',
        user_id: 'u',
        business_id: 'i',
        stars: 5.0,
        date: '2014-02-28 00:00:00',
        text: 'good',
      }),
    ],
    [
      'mobilerec',
      `app_package,review,rating,votes,date,uid,formated_date,unix_timestamp,app_category\ni,good,5,0,"Feb 28, 2014",u,2014-02-28,${DAY / 1000},Tools`,
    ],
    ['generic', 'user;item;stars;date;body\nu;i;5;2014-02-28T01:00:00+01:00;good'],
    [
      'generic',
      JSON.stringify({ user_id: 'u', item_id: 'i', rating: '5', timestamp: '2014-02-28T00:00:00Z', text: 'good' }),
    ],
  ])('reads %s', async (format, content) => {
    await inFolder(async (folder) => {
      const { funnel, reviews, items } = await prepareText(folder, gzipSync(content), { name: 'reviews.gz' });
      expect(funnel.format).toBe(format);
      expect(reviews).toMatchObject([
        { userId: 'u', itemId: 'i', rating: 5, timestampMs: DAY, text: 'good', split: 'train' },
      ]);
      expect(items).toMatchObject([{ itemId: 'i', name: expect.stringMatching(/^item /u) }]);
    });
  });

  it('follows a mapping, in Parquet too', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'odd.parquet');
      const schema = {
        who: 'string',
        what: 'string',
        'how "much"': 'integer',
        at: 'timestamp',
        words: 'string',
      } as const;
      await writeTableFile(path, schema, [{ who: 'u', what: 'i', 'how "much"': 4, at: DAY, words: 'good' }]);
      const mapping = { user_id: 'who', item_id: 'what', rating: 'how "much"', timestamp: 'at', text: 'words' };
      const source = { reviews: path, format: 'generic' as const, mapping };
      const { reviews } = await prepareFile(folder, path, null, { source });
      expect(reviews).toMatchObject([{ userId: 'u', itemId: 'i', rating: 4, timestampMs: DAY, text: 'good' }]);
    }));

  it('sets unreadable CSV rows aside, and reads quoted line ends', () =>
    inFolder(async (folder) => {
      const path = join(folder, "o'dd [1].csv");
      await writeFile(path, 'user,item,rating,date,text\nu,i,5,2014-02-28,"good,\nvery"\nv,i\nw,i,4,2014-03-01,fine\n');
      const found = await inspectSource(path, 'auto');
      expect(found).toMatchObject({
        reviews: 2,
        rejected: { byReason: { unreadable_row: 1 } },
        ratings: { 4: 1, 5: 1 },
      });
      expect(found.firstDate).toBe('2014-02-28T00:00:00.000Z');
    }));

  it('names items from a CSV list and from businesses', () =>
    inFolder(async (folder) => {
      const itemsPath = join(folder, 'items.csv');
      await writeFile(
        itemsPath,
        'Product ID,Description,price,Category\ni,"21&#39; cable, long",19.5,Cables\nother,x,1,y\n',
      );
      const { items, funnel } = await prepareText(folder, JSON.stringify(AMAZON), { itemsPath });
      expect(items).toMatchObject([{ itemId: 'i', name: "21' cable, long", price: 19.5, categories: ['Cables'] }]);
      expect(funnel.unnamedItems).toBe(0);
    }));
});
