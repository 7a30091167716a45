import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { canonicalJson } from '../../../core/storage/canonical-json.ts';
import { decodeJson, encodeJson, readJson, requireJson, writeJson } from '../../../core/storage/json-artefact.ts';
import { createMemoryStore } from '../llm/memory-store.ts';

const Schema = z.object({ name: z.string(), seconds: z.number() });

describe('JSON artefacts', () => {
  it('come back as they were written', async () => {
    const { store } = createMemoryStore();
    await writeJson(store, 'a.json', { name: 'plan', seconds: 1.5 });
    expect(await readJson(store, 'a.json', Schema)).toEqual({ name: 'plan', seconds: 1.5 });
    expect(await readJson(store, 'none.json', Schema)).toBeNull();
    await expect(requireJson(store, 'none.json', Schema)).rejects.toMatchObject({
      code: 'artefact_missing',
      message: expect.stringContaining('none.json') as unknown,
    });
  });

  it('name key and fields when they are not what they should be', () => {
    expect(() => decodeJson('a.json', encodeJson({ name: 1 }), Schema)).toThrow(
      expect.objectContaining({
        code: 'artefact_invalid',
        message: expect.stringMatching(/a\.json.*name.*seconds/) as unknown,
      }),
    );
    expect(() => decodeJson('a.json', Uint8Array.of(0x7b, 0xff), Schema)).toThrow(
      expect.objectContaining({ code: 'artefact_invalid' }),
    );
  });
});

describe('canonical JSON', () => {
  it('sorts by code unit, at every depth, and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [1, { z: null, a: 'ü' }], B: undefined, _: true, A: 1e21 })).toBe(
      '{"A":1e+21,"_":true,"b":[1,{"a":"ü","z":null}]}',
    );
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 0])('refuses what JSON cannot hold', (value) => {
    expect(() => canonicalJson({ value })).toThrow(/JSON form/);
  });
});
