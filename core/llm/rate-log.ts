import { z } from 'zod';

import type { ArtefactStore } from '../storage/artefact-store.ts';
import { encodeJson } from '../storage/json-artefact.ts';
import { COUNTS_MS, standing } from './rate-window.ts';
import type { Claim, Rates } from './rate-window.ts';

/**
 * Every claim on an account's rates, in one order that all workers agree on: a log of small artefacts with consecutive
 * numbers, each made by a conditional create. Who loses a number reads who won it and counts again. It needs no server but the
 * store. Times are of each reader's own clock: a claim counts from when its writer says, but not from before the reader's
 * last look nor from after this one. So clocks that differ shift a claim by less than the time between two looks, a second
 * for a worker at work; only one that has just started, or looked for nothing in half a minute, trusts the writers' clocks.
 */
const EntrySchema = z.object({
  atMs: z.number(),
  by: z.string(),
  requests: z.number().int().nonnegative(),
  tokens: z.number().int().nonnegative(),
  /** Tokens of earlier claims that were not used (or, negative, used beyond them), by the claim's number. */
  unused: z.record(z.string(), z.number().int()),
  /** Calls of this worker that still wait, and for how long about. */
  waiting: z.number().int(),
  waitMs: z.number(),
  rates: z.object({ requestsPerMinute: z.number().nullable(), tokensPerMinute: z.number().nullable() }),
});
export type RateEntry = z.infer<typeof EntrySchema>;

/** A worker that looked longer ago lists anew, before it believes that a number is free. */
const STALE_MS = 30_000;
/** Listed now and then in any case: someone may have emptied the folder. */
const LIST_EVERY_MS = 60_000;
/** Far longer than `STALE_MS`: nobody may still take the number of an entry that is gone for a free one. */
const KEPT_MS = 600_000;
const SWEPT_AT_ONCE = 500;

/** More than any account's workers write while claims count. */
const REMEMBERED = 10_000;

const markOf = ({ by, atMs }: RateEntry): string => `${by} ${atMs}`;
const keyOf = (folder: string, number: number): string => `${folder}/${String(number).padStart(12, '0')}.json`;
const numberOf = (key: string): number => Number(/(\d{12})\.json$/u.exec(key)?.[1] ?? 0);

async function readEntry(store: ArtefactStore, key: string): Promise<RateEntry | null> {
  const bytes = await store.get(key);
  if (bytes === null) return null;
  try {
    return EntrySchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // Written by another version, or edited: its number is taken, and it says nothing.
    return { atMs: 0, by: '', requests: 0, tokens: 0, unused: {}, waiting: 0, waitMs: 0, rates: NONE };
  }
}
const NONE = { requestsPerMinute: null, tokensPerMinute: null };

/** What waits for an account's rates, as its workers last said. */
export interface RateWaits {
  readonly calls: number;
  /** About how long the last of them. */
  readonly waitMs: number;
  readonly rates: Rates;
}

/** Entries looked at for those who wait: each worker that does says so every few seconds. */
const LOOKED_AT = 20;

/** Null: nobody waits, or nobody said so in the last half minute. */
export async function readRateWaits(store: ArtefactStore, folder: string, nowMs: number): Promise<RateWaits | null> {
  const keys: string[] = [];
  for await (const key of store.list(`${folder}/`)) keys.push(key);
  const latest = new Map<string, RateEntry>();
  for (const key of keys.slice(-LOOKED_AT).toReversed()) {
    const entry = await readEntry(store, key);
    if (entry !== null && nowMs - entry.atMs < STALE_MS && !latest.has(entry.by)) latest.set(entry.by, entry);
  }
  const waiting = [...latest.values()].filter((entry) => entry.waiting > 0);
  const [first] = waiting;
  if (first === undefined) return null;
  return {
    calls: waiting.reduce((sum, entry) => sum + entry.waiting, 0),
    waitMs: Math.max(...waiting.map(({ waitMs }) => waitMs)),
    rates: first.rates,
  };
}

/** Where a profile's log lies: outside of any run's folder. */
export const rateFolder = (profile: string): string => `rates/${profile}`;

export class RateLog {
  readonly #store: ArtefactStore;
  readonly #folder: string;
  #claims: Claim[] = [];
  /** By worker, when it last said that calls of its own wait; those that said that none does are not in it. */
  readonly #waiting = new Map<string, number>();
  /** Entries taken in of late, by number: after the folder was emptied, a number may come again. */
  readonly #taken = new Map<number, string>();
  #last = 0;
  #lookedAtMs = -Infinity;
  #listedAtMs = -Infinity;

  constructor(store: ArtefactStore, folder: string) {
    this.#store = store;
    this.#folder = folder;
  }

  /** Those that count now, by our clock. */
  claims(nowMs: number): readonly Claim[] {
    this.#claims = standing(this.#claims, nowMs);
    return this.#claims;
  }

  /** Workers, this one apart, that said of late that they wait. */
  othersWaiting(nowMs: number, self: string): number {
    return [...this.#waiting].filter(([by, atMs]) => by !== self && nowMs - atMs < STALE_MS).length;
  }

  /** Reads what others have claimed since the last look. */
  async look(now: () => number): Promise<void> {
    const isStale = now() - this.#lookedAtMs > STALE_MS || now() - this.#listedAtMs > LIST_EVERY_MS;
    if (isStale) await this.#list(now);
    for (;;) {
      const entry = await readEntry(this.#store, keyOf(this.#folder, this.#last + 1));
      const nowMs = now();
      if (entry === null) {
        this.#lookedAtMs = nowMs;
        return;
      }
      this.#take(this.#last + 1, entry, Math.min(nowMs, Math.max(this.#lookedAtMs, entry.atMs)));
    }
  }

  /** Null: another worker was first; look again. Gives the claim's number. */
  async append(entry: RateEntry, now: () => number): Promise<number | null> {
    const number = this.#last + 1;
    if (!(await this.#store.create(keyOf(this.#folder, number), encodeJson(entry)))) return null;
    this.#take(number, entry, now(), true);
    return number;
  }

  /** Tokens of a claim that were not used count no longer; at once for us, for others with our next entry. */
  correct(number: number, unused: number): void {
    this.#claims = this.#claims.map((claim) =>
      claim.number === number ? { ...claim, tokens: Math.max(0, claim.tokens - unused) } : claim,
    );
  }

  #take(number: number, entry: RateEntry, atMs: number, isOwn = false): void {
    this.#last = number;
    this.#taken.set(number, markOf(entry));
    const [oldest] = this.#taken.keys();
    if (this.#taken.size > REMEMBERED && oldest !== undefined) this.#taken.delete(oldest);
    const { requests, tokens, by } = entry;
    if (requests > 0) this.#claims.push({ number, atMs, by, requests, tokens });
    if (entry.waiting > 0) this.#waiting.set(by, atMs);
    else this.#waiting.delete(by);
    if (!isOwn) for (const [of, unused] of Object.entries(entry.unused)) this.correct(Number(of), unused);
  }

  /** Finds the log's end, and reads back from there as far as claims count. */
  async #list(now: () => number): Promise<void> {
    const keys: string[] = [];
    for await (const key of this.#store.list(`${this.#folder}/`)) if (numberOf(key) > 0) keys.push(key);
    this.#listedAtMs = now();
    const found: { number: number; entry: RateEntry }[] = [];
    for (const key of keys.toReversed()) {
      const number = numberOf(key);
      if (number <= this.#last && now() - this.#lookedAtMs <= STALE_MS) break;
      const entry = await readEntry(this.#store, key);
      if (entry === null || entry.atMs < now() - COUNTS_MS - STALE_MS) break;
      found.push({ number, entry });
    }
    for (const { number, entry } of found.toReversed()) {
      // Once taken in, never again: what it gives back would be given back twice.
      if (this.#taken.get(number) === markOf(entry)) continue;
      this.#take(number, entry, Math.min(now(), entry.atMs));
    }
    this.#claims.sort((a, b) => a.atMs - b.atMs);
    this.#last = Math.max(this.#last, numberOf(keys.at(-1) ?? ''));
    // Nobody waits for it, and what is left lies until the next time.
    this.#sweep(keys.slice(0, -1), now).catch(() => {});
  }

  async #sweep(keys: readonly string[], now: () => number): Promise<void> {
    for (const key of keys.slice(0, SWEPT_AT_ONCE)) {
      const entry = await readEntry(this.#store, key);
      if (entry !== null && entry.atMs > now() - KEPT_MS) return;
      await this.#store.delete(key);
    }
  }
}
