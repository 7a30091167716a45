import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TableRow, TableSchema, TableSlice } from '../../../core/storage/table-codec.ts';
import { createDuckDbTableCodec } from '../../../infra/tables/duckdb-table-codec.ts';

const codec = createDuckDbTableCodec();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convrecstudio-codec-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
/** The rows as a file of ours. */
async function written(schema: TableSchema, rows: Iterable<TableRow> | AsyncIterable<TableRow>): Promise<string> {
  const path = join(folder, `${++files}.parquet`);
  await codec.write(schema, rows, (scratch) => copyFile(scratch, path));
  return path;
}

async function rowsOf(path: string, slice?: TableSlice): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const batch of codec.read(path, slice)) rows.push(...batch);
  return rows;
}

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
        const path = await written(SCHEMA, rows);
        expect(await rowsOf(path)).toEqual(rows);
        expect(await readFile(await written(SCHEMA, rows))).toEqual(await readFile(path));
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the order and the bytes of more rows than fit one vector', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ({ name: `n${index}`, tags: [String(index % 7)] }));
    const schema = { name: 'string', tags: { list: 'string' } } as const;
    const [path, again] = await Promise.all([written(schema, rows), written(schema, rows)]);
    expect(await rowsOf(path)).toEqual(rows);
    expect((await readFile(path)).equals(await readFile(again))).toBe(true);
  });

  it('reads any slice and any columns as the whole has them', async () => {
    const rows = Array.from({ length: 4500 }, (_, index) => ({ name: `n${index}`, count: index, tags: ['x'] }));
    const path = await written({ name: 'string', count: 'integer', tags: { list: 'string' } }, rows);
    await fc.assert(
      fc.asyncProperty(fc.nat(5000), fc.nat(5000), async (from, count) => {
        expect(await rowsOf(path, { from, count })).toEqual(rows.slice(from, from + count));
      }),
      { numRuns: 20 },
    );
    expect(await rowsOf(path, { columns: ['count', 'name'], from: 4498 })).toEqual([
      { count: 4498, name: 'n4498' },
      { count: 4499, name: 'n4499' },
    ]);
  });

  it('writes a stream, and files put together, as it writes the whole', async () => {
    const schema = { name: 'string', share: 'double' } as const;
    const rows = Array.from({ length: 130_000 }, (_, index) => ({ name: `n${index % 977}`, share: index / 7 }));
    async function* stream() {
      yield* rows;
    }
    const whole = await readFile(await written(schema, rows));
    expect((await readFile(await written(schema, stream()))).equals(whole)).toBe(true);
    const cuts = [0, 1, 3000, 3000, 125_001, rows.length];
    const parts = await Promise.all(cuts.slice(1).map((end, part) => written(schema, rows.slice(cuts[part], end))));
    const joined = join(folder, 'joined.parquet');
    await codec.concatenate(parts, (scratch) => copyFile(scratch, joined));
    expect((await readFile(joined)).equals(whole)).toBe(true);
  });

  it('writes wide rows, more than its memory would hold at once', async () => {
    const schema = { id: 'integer', opinions: { list: { struct: { aspect: 'integer', said: 'string' } } } } as const;
    function* rows() {
      for (let id = 0; id < 45_000; id++) {
        const said = `${id} `.repeat(40);
        yield { id, opinions: Array.from({ length: 30 }, (_, aspect) => ({ aspect, said: `${aspect} ${said}` })) };
      }
    }
    const path = await written(schema, rows());
    let next = 0;
    for await (const batch of codec.read(path, { columns: ['id'] })) {
      for (const { id } of batch) expect(id).toBe(next++);
    }
    expect(next).toBe(45_000);
  });

  it('takes absent fields for null and writes empty tables', async () => {
    expect(await rowsOf(await written(SCHEMA, [{ name: 'a' }]))).toEqual([
      { name: 'a', count: null, share: null, kept: null, at: null, tags: null, turns: null },
    ]);
    const empty = await written(SCHEMA, []);
    expect(await rowsOf(empty)).toEqual([]);
    expect((await readFile(empty)).includes('turns')).toBe(true);
  });

  it.each([
    [{ count: 1.5 }, /count wants integer/u],
    [{ name: 5 }, /name wants string/u],
    [{ tags: 'x' }, /tags wants list/u],
    [{ turns: [{ text: 'a', other: 1 }] }, /turns\[\]\.other/u],
    [{ other: 1 }, /no column other/u],
  ])('refuses %j', async (bad, message) => {
    await expect(written(SCHEMA, [bad])).rejects.toThrow(message);
  });

  it('calls a file that cannot be read no damage', async () => {
    const rows = async () => {
      for await (const _ of createDuckDbTableCodec().read(join(tmpdir(), 'nowhere', 'table.parquet'))) continue;
    };
    await expect(rows()).rejects.toMatchObject({ code: expect.stringMatching(/^store_/) as string });
  });

  it('refuses bytes that are no Parquet', async () => {
    const path = join(folder, 'none.parquet');
    await writeFile(path, 'PAR1 no');
    await expect(rowsOf(path)).rejects.toMatchObject({ code: 'artefact_invalid' });
  });
});
