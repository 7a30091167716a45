import { tmpdir } from 'node:os';

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { applyTextRules, textRules } from '../../../core/reviews/text-rules.ts';
import { textRulesSql, timestampSql } from '../../../infra/reviews/review-sql.ts';
import { openScratchDatabase, type ScratchDatabase } from '../../../infra/reviews/scratch-database.ts';

let database: ScratchDatabase;
beforeAll(async () => {
  database = await openScratchDatabase(tmpdir());
});
afterAll(() => database.close());

const evaluate = async (expression: string, value: string): Promise<unknown> =>
  (await database.rows(`SELECT ${expression} AS answer FROM (SELECT $1::VARCHAR AS x)`, [value]))[0]?.['answer'];

describe('text rules in SQL', () => {
  it('do what they do in core', async () => {
    const piece = fc.oneof(
      fc.emailAddress(),
      fc.webUrl(),
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[(+]?[0-9]{3}[) .-]{0,2}[0-9]{3}[ .-]?[0-9]{4}$/u),
      fc.constantFrom('call me on ', '&amp;quot;', '<br/>', ' \r\n', 'é', '\u{1f600}', '$1 \\1', 'Tel. 555-0123'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        const text = pieces.join('').replaceAll('\0', '');
        for (const mask of [true, false]) {
          expect(await evaluate(textRulesSql('x', textRules(mask)), text)).toBe(applyTextRules(text, textRules(mask)));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('timestampSql', () => {
  it.each([
    ['1393545600', Date.UTC(2014, 1, 28)],
    ['1393545600.5', Date.UTC(2014, 1, 28) + 500],
    ['1393545600123', Date.UTC(2014, 1, 28) + 123],
    ['2014-02-28', Date.UTC(2014, 1, 28)],
    ['2014-02-28 23:30:01', Date.UTC(2014, 1, 28, 23, 30, 1)],
    ['2014-02-28T23:30:01-05:00', Date.UTC(2014, 2, 1, 4, 30, 1)],
    ['09 4, 2015', Date.UTC(2015, 8, 4)],
    ['13 45, 2019', null],
    ['2014-13-45', null],
    ['infinity', null],
    ['0', null],
    ['1e300', null],
    ['soon', null],
  ])('reads %s', async (text, wanted) => {
    expect(await evaluate(timestampSql('x'), text)).toBe(wanted);
  });
});
