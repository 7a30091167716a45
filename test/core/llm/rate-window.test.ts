import { describe, expect, it } from 'vitest';

import { COUNTS_MS, hasItsPart, leftOf, queueMs, standing, waitFor } from '../../../core/llm/rate-window.ts';
import type { Claim, Rates } from '../../../core/llm/rate-window.ts';

const claim = (atMs: number, requests: number, tokens = 0): Claim => ({
  number: atMs + 1,
  atMs,
  by: 'one',
  requests,
  tokens,
});
const requests = (perMinute: number): Rates => ({ requestsPerMinute: perMinute, tokensPerMinute: null });
const one = { requests: 1, tokens: 0 };

describe('the last minute of an account', () => {
  it('lets a call through while less than the rate was claimed, and then not before the oldest claim is a minute old', () => {
    expect(waitFor([], requests(3), one, 0)).toBe(0);
    const two = [claim(0, 1), claim(20_000, 1)];
    expect(waitFor(two, requests(3), one, 40_000)).toBe(0);
    const full = [...two, claim(40_000, 1)];
    // Counted until a permit can no longer be used, and some more for clocks: 63 s.
    expect(COUNTS_MS).toBe(63_000);
    expect(waitFor(full, requests(3), one, 60_000)).toBe(3_000);
    expect(waitFor(full, requests(3), one, 63_000)).toBe(0);
    expect(standing(full, 63_000)).toEqual(full.slice(1));
  });

  it('lets no more than a quarter through in a quarter of a minute', () => {
    expect(waitFor([claim(0, 25)], requests(100), one, 5_000)).toBe(10_000);
    expect(waitFor([claim(0, 24)], requests(100), one, 5_000)).toBe(0);
    expect(leftOf([claim(0, 20)], requests(100), 5_000)).toEqual({ requests: 5, tokens: Infinity });
    expect(leftOf([claim(0, 20)], requests(100), 20_000)).toEqual({ requests: 25, tokens: Infinity });
  });

  it('counts tokens as well, and lets a call of more than a minute has through when nothing else counts', () => {
    const rates: Rates = { requestsPerMinute: null, tokensPerMinute: 4_000 };
    expect(waitFor([claim(0, 1, 900)], rates, { requests: 1, tokens: 200 }, 1_000)).toBe(14_000);
    expect(waitFor([claim(0, 1, 900)], rates, { requests: 1, tokens: 100 }, 1_000)).toBe(0);
    expect(waitFor([], rates, { requests: 1, tokens: 9_000 }, 0)).toBe(0);
    expect(waitFor([claim(0, 1, 900)], rates, { requests: 1, tokens: 9_000 }, 1_000)).toBe(62_000);
  });

  it('leaves others who wait their part', () => {
    const claims = [claim(0, 4), { ...claim(0, 5), by: 'two' }];
    const part = (by: string, among: number) => hasItsPart(claims, requests(10), { by, among, wanted: one }, 1_000);
    expect([part('one', 2), part('two', 2), part('two', 1), part('three', 3)]).toEqual([false, true, false, false]);
  });

  it('tells about how long a queue takes', () => {
    expect(queueMs({ requests: 30, tokens: 0 }, requests(60))).toBe(30_000);
    expect(queueMs({ requests: 30, tokens: 3_000 }, { requestsPerMinute: 60, tokensPerMinute: 1_000 })).toBe(180_000);
  });
});
