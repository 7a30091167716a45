import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { mostWithin } from '../../core/llm/most-within.ts';
import { askFromWorkers } from './ask-from-workers.ts';

describe('a rate that worker processes share by a store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convrecstudio-rates-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is kept by two of them together', async () => {
    // A quarter in a quarter of a minute: 30 at once, and the rest when those are 15 seconds old.
    const rates = { requestsPerMinute: 120, tokensPerMinute: null };
    const { arrivals, seconds } = await askFromWorkers({ store: folder, rates, workers: 2, calls: 22 });
    expect(arrivals).toHaveLength(44);
    expect(seconds).toBeGreaterThan(14);
    expect(mostWithin(arrivals, 13_000, () => 1)).toBeLessThanOrEqual(30);
  });
});
