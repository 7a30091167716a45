import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createDuckDbTableCodec } from '../../../infra/tables/duckdb-table-codec.ts';

const codec = createDuckDbTableCodec();
const SCHEMA = {
  name: 'string',
  count: 'integer',
  share: 'double',
  kept: 'boolean',
  at: 'timestamp',
  tags: { list: 'string' },
  turns: { list: { struct: { text: 'string', acts: { list: { struct: { act: 'string', at: 'timestamp' } } } } } },
} as const;

const text = fc.string({ unit: 'binary' });
const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const time = fc.integer({ min: -6e13, max: 6e13 });
const row = fc.record({
  name: nullable(text),
  count: nullable(fc.maxSafeInteger()),
  share: nullable(fc.double({ noNaN: true })),
  kept: nullable(fc.boolean()),
  at: nullable(time),
  tags: nullable(fc.array(nullable(text), { maxLength: 4 })),
  turns: nullable(
    fc.array(
      fc.record({
        text: nullable(text),
        acts: fc.array(fc.record({ act: text, at: nullable(time) }), { maxLength: 3 }),
      }),
      {
        maxLength: 3,
      },
    ),
  ),
});

describe('createDuckDbTableCodec', () => {
  it('gives back the rows that it was given, and the same bytes for them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
        const bytes = await codec.encode(SCHEMA, rows);
        expect(await codec.decode(bytes)).toEqual(rows);
        expect(Buffer.compare(await codec.encode(SCHEMA, rows), bytes)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the order and the bytes of more rows than fit one vector', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ({ name: `n${index}`, tags: [String(index % 7)] }));
    const schema = { name: 'string', tags: { list: 'string' } } as const;
    const [bytes, again] = await Promise.all([codec.encode(schema, rows), codec.encode(schema, rows)]);
    expect(await codec.decode(bytes)).toEqual(rows);
    expect(Buffer.compare(bytes, again)).toBe(0);
  });

  it('takes absent fields for null and writes empty tables', async () => {
    expect(await codec.decode(await codec.encode(SCHEMA, [{ name: 'a' }]))).toEqual([
      { name: 'a', count: null, share: null, kept: null, at: null, tags: null, turns: null },
    ]);
    const empty = await codec.encode(SCHEMA, []);
    expect(await codec.decode(empty)).toEqual([]);
    expect(Buffer.from(empty).includes('turns')).toBe(true);
  });

  it.each([
    [{ count: 1.5 }, /count wants integer/u],
    [{ name: 5 }, /name wants string/u],
    [{ tags: 'x' }, /tags wants list/u],
    [{ turns: [{ text: 'a', other: 1 }] }, /turns\[\]\.other/u],
    [{ other: 1 }, /no column other/u],
  ])('refuses %j', async (bad, message) => {
    await expect(codec.encode(SCHEMA, [bad])).rejects.toThrow(message);
  });

  it('refuses bytes that are no Parquet', async () => {
    await expect(codec.decode(new TextEncoder().encode('PAR1 no'))).rejects.toMatchObject({ code: 'artefact_invalid' });
  });
});
