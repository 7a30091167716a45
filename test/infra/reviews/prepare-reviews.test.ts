import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PipelineError } from '../../../core/errors.ts';
import { RejectSchema } from '../../../core/reviews/quarantine.ts';
import { hashedReviewId } from '../../../core/reviews/review-id.ts';
import { splitCuts, splitOf } from '../../../core/reviews/split-cuts.ts';
import { SampleTruthSchema } from '../../../core/sample/sample-truth.ts';
import { writeSample } from '../../../infra/reviews/write-sample.ts';
import { amazonLine, inFolder, prepareFile, prepareText } from './review-fixtures.ts';

async function faultOf(work: Promise<unknown>): Promise<PipelineError> {
  const fault: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof PipelineError)) throw new Error('a PipelineError was expected', { cause: fault });
  return fault;
}

describe('prepareReviews on the sample', () => {
  it('finds exactly the clones, broken lines and personal data that were planted', () =>
    inFolder(async (folder) => {
      const sample = await writeSample(folder, { seed: 11, users: 120, items: 60 });
      const truth = SampleTruthSchema.parse(JSON.parse(await readFile(sample.truthPath, 'utf8')));
      const { funnel, reviews, items, rejectsJsonl } = await prepareFile(folder, sample.reviewsPath, sample.itemsPath);
      const rejects = (await readFile(rejectsJsonl, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => RejectSchema.parse(JSON.parse(line)));
      expect(rejects.map(({ line, reason }) => ({ line, reason }))).toEqual(truth.broken);
      expect(funnel.clones.total).toBe(truth.clones.length);
      expect(new Set(reviews.map(({ reviewId }) => reviewId))).toEqual(
        new Set(truth.reviews.map(({ reviewId }) => reviewId)),
      );
      expect(funnel.maskedReviews).toBe(truth.reviews.filter(({ personal }) => personal !== null).length);
      expect(funnel.maskedReviews).toBeGreaterThan(3);
      expect(reviews.some(({ text }) => /@example|555-01|https:/u.test(text))).toBe(false);
      const names = new Map(truth.items.map(({ itemId, name }) => [itemId, name]));
      expect(items.every(({ itemId, name }) => names.get(itemId) === name)).toBe(true);
      expect(funnel.linesRead).toBe(funnel.rejected.total + funnel.clones.total + funnel.filtered + funnel.kept);
    }));

  it('writes the same bytes each time, sorted by time, then id, and cut as core cuts', () =>
    inFolder(async (folder) => {
      const sample = await writeSample(folder, { seed: 3, users: 80, items: 40 });
      const first = await prepareFile(folder, sample.reviewsPath, sample.itemsPath);
      const bytes = await Promise.all([readFile(first.reviewsParquet), readFile(first.itemsParquet)]);
      const again = await prepareFile(folder, sample.reviewsPath, sample.itemsPath);
      expect(Buffer.compare(await readFile(again.reviewsParquet), bytes[0])).toBe(0);
      expect(Buffer.compare(await readFile(again.itemsParquet), bytes[1])).toBe(0);
      const keys = first.reviews.map(({ timestampMs, reviewId }) => `${timestampMs} ${reviewId}`);
      expect(keys).toEqual([...keys].sort((left, right) => (left < right ? -1 : 1)));
      const counts = new Map<number, number>();
      for (const { timestampMs } of first.reviews) counts.set(timestampMs, (counts.get(timestampMs) ?? 0) + 1);
      const times = [...counts].map(([timestampMs, count]) => ({ timestampMs, count }));
      const cuts = splitCuts(times, { train: 0.7, validation: 0.15 });
      expect({ trainEndMs: first.funnel.trainEndMs, validationEndMs: first.funnel.validationEndMs }).toEqual(cuts);
      expect(first.reviews.every(({ timestampMs, split }) => split === splitOf(timestampMs, cuts))).toBe(true);
    }));
});

describe('quarantine', () => {
  it('names line and reason of each broken line, and keeps the good ones', () =>
    inFolder(async (folder) => {
      const good = amazonLine('u', 'i', 0, 'caf\u00e9, good');
      const lines = [
        Buffer.from(`${good}\r\n\r\n   \n{"reviewerID": "u", "as\n[1]\n"x"\n`),
        Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
        Buffer.from(
          [
            amazonLine('', 'i', 0, 'x'),
            amazonLine('u', 'i', 0, 'x', { asin: null }),
            amazonLine('u', 'i', 0, 'x', { overall: 'NaN' }),
            amazonLine('u', 'i', 0, 'x', { overall: 0.5 }),
            amazonLine('u', 'i', 0, 'x', { overall: null }),
            amazonLine('u', 'i', 0, 'x', { unixReviewTime: 'infinity' }),
            amazonLine('u', 'i', 0, 'x', { unixReviewTime: null }),
            amazonLine('u', 'i', 0, ' \n'),
            amazonLine('u', 'i', 0, 'mail jo@mail.example', { overall: 9 }),
            amazonLine('v', 'i', 1, 'good too'),
          ].join('\n'),
        ),
      ];
      const config = { source: { reviews: 'x', maxRejectedShare: 0.9 } };
      const { funnel, reviews, rejectsJsonl } = await prepareText(folder, Buffer.concat(lines), { config });
      const rejects = (await readFile(rejectsJsonl, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => RejectSchema.parse(JSON.parse(line)));
      expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
        [4, 'not_json'],
        [5, 'not_json'],
        [6, 'not_json'],
        [7, 'not_utf8'],
        [8, 'missing_user_id'],
        [9, 'missing_item_id'],
        [10, 'bad_rating'],
        [11, 'bad_rating'],
        [12, 'missing_rating'],
        [13, 'bad_timestamp'],
        [14, 'missing_timestamp'],
        [15, 'empty_text'],
        [16, 'bad_rating'],
      ]);
      expect(rejects.at(-1)?.excerpt).toContain('[email]');
      expect(funnel).toMatchObject({ linesRead: 17, blankLines: 2, kept: 2 });
      expect(reviews.map(({ text }) => text)).toEqual(['café, good', 'good too']);
      expect(reviews[0]?.reviewId).toBe(hashedReviewId('u', 'i', Date.UTC(2014, 0, 1), 'café, good'));
    }));

  it('stops above the configured share, with reasons and lines, and leaves no table', () =>
    inFolder(async (folder) => {
      const lines = [amazonLine('u', 'i', 0, 'good'), '{', amazonLine('u', 'i', 1, 'x', { overall: 9 }), '{'];
      const fault = await faultOf(prepareText(folder, lines.join('\n')));
      expect(fault.code).toBe('too_many_rejects');
      expect(fault.message).toContain('3 of 4 records (75.0 %)');
      expect(fault.details.problems).toEqual(['not_json: 2 (lines 2, 4)', 'bad_rating: 1 (lines 3)']);
      await expect(readFile(join(folder, 'out', 'reviews.parquet'))).rejects.toMatchObject({ code: 'ENOENT' });
    }));
});

describe('clones', () => {
  const long = 'I carried this pack through the whole of Portugal and back.';

  it('keeps the earliest of each kind, and short praise of different users', () =>
    inFolder(async (folder) => {
      const lines = [
        amazonLine('a', 'i2', 9, `${long.toUpperCase()} `),
        amazonLine('a', 'i1', 5, long),
        amazonLine('b', 'i2', 7, long),
        amazonLine('c', 'i1', 8, long.replace(' ', '  ')),
        amazonLine('d', 'i1', 1, 'Great!'),
        amazonLine('e', 'i2', 2, 'Great!'),
      ];
      const { funnel, reviews } = await prepareText(folder, lines.join('\n'));
      expect(reviews.map(({ userId, itemId }) => `${userId} ${itemId}`)).toEqual(['d i1', 'e i2', 'a i1']);
      expect(funnel.clones).toEqual({
        total: 3,
        byKind: { sameUserAndText: 1, sameTextAcrossItems: 1, sameTextSameItem: 1 },
      });
    }));
});

describe('filters', () => {
  /** k-core as one reads it in a book: drop until nothing is left to drop. */
  function survivors(pairs: readonly (readonly [string, string])[], perItem: number, perUser: number): string[] {
    let left = [...pairs];
    for (let before = -1; before !== left.length;) {
      before = left.length;
      const count = (place: 0 | 1, id: string) => left.filter((pair) => pair[place] === id).length;
      left = left.filter(([user, item]) => count(0, user) >= perUser && count(1, item) >= perItem);
    }
    return left.map((pair) => pair.join(' ')).sort();
  }

  it('reach the k-core that the definition gives', async () => {
    const ids = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('w', 'x', 'y', 'z'));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(ids, { minLength: 4, selector: (pair) => pair.join(' ') }),
        fc.integer({ min: 1, max: 3 }),
        async (pairs, kCore) =>
          inFolder(async (folder) => {
            const content = pairs
              .map(([user, item], day) => amazonLine(user, item, day, `text ${user} ${item}`))
              .join('\n');
            const config = { filters: { kCore, minReviewsPerItem: 2 } };
            const wanted = survivors(pairs, Math.max(kCore, 2), kCore);
            const found = await prepareText(folder, content, { config }).then(
              ({ reviews, funnel }) => ({ reviews, filtered: funnel.filtered }),
              (fault: unknown) => ({ reviews: [], filtered: pairs.length, fault }),
            );
            expect(found.reviews.map(({ userId, itemId }) => `${userId} ${itemId}`).sort()).toEqual(wanted);
            expect(found.filtered).toBe(pairs.length - wanted.length);
            const noneLeft = expect.objectContaining({ code: 'no_eligible_targets' });
            expect('fault' in found ? found.fault : null).toEqual(wanted.length === 0 ? noneLeft : null);
          }),
      ),
      { numRuns: 10 },
    );
  });
});

describe('a bad source', () => {
  it.each([
    ['', 'source_format', /empty/u],
    ['\n\n', 'source_format', /blank/u],
    ['[{"a": 1}]', 'source_format', /line 1: one JSON array/u],
    ['\n{"a": 1}', 'source_format', /line 2: no known format.*found a/u],
    ['{"a": ', 'source_format', /no complete JSON object/u],
    ['plain words', 'source_format', /neither JSON lines nor a CSV/u],
  ])('is refused: %j', async (content, code, message) => {
    await inFolder(async (folder) => {
      const fault = await faultOf(prepareText(folder, content));
      expect(fault.code).toBe(code);
      expect(fault.message).toMatch(message);
    });
  });

  it('is refused when it is missing, or not of the format named', () =>
    inFolder(async (folder) => {
      expect((await faultOf(prepareFile(folder, join(folder, 'none.jsonl')))).code).toBe('source_missing');
      const config = { source: { reviews: 'x', format: 'yelp' as const } };
      const fault = await faultOf(prepareText(folder, amazonLine('u', 'i', 0, 'x'), { config }));
      expect(fault.message).toMatch(
        /line 1: not yelp: looked for user_id, business_id, stars, date, text; found reviewerID/u,
      );
    }));
});
