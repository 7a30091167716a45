/** What an account allows, or a claim takes; null: not limited. */
export interface Rates {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

export interface Claim {
  /** Place in the ledger, from 1. */
  readonly number: number;
  /** When it was made, or first seen: milliseconds of our own clock. */
  readonly atMs: number;
  /** The worker. */
  readonly by: string;
  readonly requests: number;
  readonly tokens: number;
}

export interface Wanted {
  readonly requests: number;
  readonly tokens: number;
}

/** A claim's calls begin within this time; what is not used by then is lost. */
export const PERMIT_MS = 2_000;

/** For what lies between a permit and the request's arrival, and between the clocks of machines. */
const MARGIN_MS = 1_000;

/** A claim counts until a minute after the last moment at which one of its calls can arrive. */
export const COUNTS_MS = 60_000 + PERMIT_MS + MARGIN_MS;

/** Providers count by less than a minute as well, and one worker must not take all of it: a quarter in a quarter. */
const PACE_MS = 15_000;

interface Limit {
  readonly withinMs: number;
  readonly requests: number;
  readonly tokens: number;
}

function limitsOf({ requestsPerMinute, tokensPerMinute }: Rates): readonly Limit[] {
  const requests = requestsPerMinute ?? Infinity;
  const tokens = tokensPerMinute ?? Infinity;
  return [
    { withinMs: COUNTS_MS, requests, tokens },
    { withinMs: PACE_MS, requests: Math.ceil(requests / 4), tokens: Math.ceil(tokens / 4) },
  ];
}

function usedWithin(claims: readonly Claim[], sinceMs: number): Wanted {
  let requests = 0;
  let tokens = 0;
  for (const claim of claims) {
    if (claim.atMs <= sinceMs) continue;
    requests += claim.requests;
    tokens += claim.tokens;
  }
  return { requests, tokens };
}

/** More than a window can ever hold is let through when that is empty: a call of more tokens than a minute's is one. */
const fits = (used: Wanted, wanted: Wanted, limit: Limit): boolean =>
  (used.requests === 0 || used.requests + wanted.requests <= limit.requests) &&
  (used.tokens === 0 || used.tokens + wanted.tokens <= limit.tokens);

/** Milliseconds until the claim may be made; 0: now. */
export function waitFor(claims: readonly Claim[], rates: Rates, wanted: Wanted, nowMs: number): number {
  let waitMs = 0;
  for (const limit of limitsOf(rates)) {
    let used = usedWithin(claims, nowMs - limit.withinMs);
    for (const claim of claims) {
      if (fits(used, wanted, limit)) break;
      if (claim.atMs <= nowMs - limit.withinMs) continue;
      used = { requests: used.requests - claim.requests, tokens: used.tokens - claim.tokens };
      waitMs = Math.max(waitMs, claim.atMs + limit.withinMs - nowMs);
    }
  }
  return waitMs;
}

/** What can be claimed at once now. */
export function leftOf(claims: readonly Claim[], rates: Rates, nowMs: number): Wanted {
  const left = limitsOf(rates).map(({ withinMs, ...limit }) => {
    const used = usedWithin(claims, nowMs - withinMs);
    return { requests: limit.requests - used.requests, tokens: limit.tokens - used.tokens };
  });
  const least = (of: (one: Wanted) => number): number => Math.max(0, Math.min(...left.map(of)));
  return { requests: least(({ requests }) => requests), tokens: least(({ tokens }) => tokens) };
}

/** Where others wait, a worker leaves them their part: true where it has had its own of the last minute. */
export function hasItsPart(
  claims: readonly Claim[],
  rates: Rates,
  worker: { readonly by: string; readonly among: number; readonly wanted: Wanted },
  nowMs: number,
): boolean {
  const own = usedWithin(
    claims.filter(({ by }) => by === worker.by),
    nowMs - COUNTS_MS,
  );
  const part = (perMinute: number | null): number =>
    perMinute === null ? Infinity : Math.ceil(perMinute / worker.among);
  const requests = part(rates.requestsPerMinute);
  return !fits(own, worker.wanted, { withinMs: COUNTS_MS, requests, tokens: part(rates.tokensPerMinute) });
}

/** Roughly how long whoever stands behind `ahead` in the queue has to wait, milliseconds: what is ahead at the rates. */
export function queueMs(ahead: Wanted, { requestsPerMinute, tokensPerMinute }: Rates): number {
  const minutes = [
    requestsPerMinute === null ? 0 : ahead.requests / requestsPerMinute,
    tokensPerMinute === null ? 0 : ahead.tokens / tokensPerMinute,
  ];
  return Math.round(60_000 * Math.max(...minutes));
}

/** Those that still count, in the order of time. */
export const standing = (claims: readonly Claim[], nowMs: number): Claim[] =>
  claims.filter(({ atMs }) => atMs > nowMs - COUNTS_MS);
