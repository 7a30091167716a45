import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { assertAllowed } from '../../../workers/allow-list.ts';

describe('what a run may name', () => {
  let allowed: string;
  let outside: string;
  beforeAll(async () => {
    allowed = await mkdtemp(join(tmpdir(), 'convrecstudio-allowed-'));
    outside = await mkdtemp(join(tmpdir(), 'convrecstudio-outside-'));
    await symlink(outside, join(allowed, 'link'));
  });
  afterAll(async () => {
    for (const folder of [allowed, outside]) await rm(folder, { recursive: true });
  });
  const check = (uri: string) => () => assertAllowed(uri, [allowed, 's3://mine/runs']);

  it('is below an allowed folder or prefix', () => {
    for (const uri of [
      allowed,
      join(allowed, 'a/b.jsonl'),
      `file://${allowed}/c`,
      's3://mine/runs',
      's3://mine/runs/x',
    ]) {
      expect(check(uri), uri).not.toThrow();
    }
  });

  it('is no other folder, prefix or scheme, however it is written', () => {
    const odd = ['http://127.0.0.1/x', 'HTTPS://host/x', 'ftp://host/x'];
    const buckets = ['s3://mine/runs-of-others', 's3://mine', 's3://mine/runs/../private/x', 's3://mine/runs/./x'];
    const others = [outside, join(allowed, '..'), join(allowed, 'link/x'), ...buckets];
    expect(check('file://reviews.jsonl')).toThrow(/has three slashes and the whole path/);
    for (const uri of [...others, ...odd])
      expect(check(uri), uri).toThrow(/outside of what this worker|fetch it to a file/);
  });
});
