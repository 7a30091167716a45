import type { ArtefactStore } from '../storage/artefact-store.ts';
import { RateLog, rateFolder } from './rate-log.ts';
import { hasItsPart, leftOf, PERMIT_MS, queueMs, waitFor } from './rate-window.ts';
import type { Rates, Wanted } from './rate-window.ts';

export interface SharedRateOptions {
  readonly profile: string;
  readonly rates: Rates;
  /** All workers that share the account share this store. */
  readonly store: ArtefactStore;
  /** Names this worker in the log. */
  readonly identity: string;
  /** Milliseconds since 1970, by a clock that is never set back. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Leave to make one call now. */
export interface Permit {
  /** What it took in the end: the rest is there for others. */
  settle(tokens: number): void;
}

/** Told to whoever waits, now and then: about how long it will be. */
export type OnWait = (waitMs: number) => void;

interface Waiter {
  readonly tokens: number;
  readonly grant: (permit: Permit) => void;
  readonly refuse: (error: unknown) => void;
  readonly onWait: OnWait;
}

/** Tokens and requests claimed beyond what was asked for, for the calls of the next moment. */
interface Pool extends Wanted {
  readonly number: number;
  readonly untilMs: number;
}

const LOOK_EVERY_MS = 1_000;
const ANNOUNCE_EVERY_MS = 10_000;
const NOTHING: Wanted = { requests: 0, tokens: 0 };
const NO_POOL: Pool = { number: 0, requests: 0, tokens: 0, untilMs: 0 };

/**
 * The rates of one account, held by all workers that share a store: whoever calls asks for a permit first, and waits until
 * the last minute's claims leave one. Those who wait are served in order and claimed for together, and where there is plenty
 * a claim holds what the next second will want: a busy worker writes about one small artefact a second.
 */
export class SharedRate {
  readonly #options: SharedRateOptions;
  readonly #log: RateLog;
  #queue: Waiter[] = [];
  #pool = NO_POOL;
  #isServing = false;
  /** Times and tokens of the calls of the last second. */
  #recent: { readonly atMs: number; readonly tokens: number }[] = [];
  /** By claim, what its calls did not use, until it is told. */
  #unused: Record<string, number> = {};
  /** When the log last heard that calls of ours wait. */
  #announcedAtMs = -Infinity;

  constructor(options: SharedRateOptions) {
    this.#options = options;
    this.#log = new RateLog(options.store, rateFolder(options.profile));
  }

  /** Waits for leave to make a call of at most so many tokens. Throws the signal's reason, and `store_unavailable`. */
  async permit(tokens: number, signal: AbortSignal | undefined, onWait: OnWait): Promise<Permit> {
    signal?.throwIfAborted();
    const most = Math.min(tokens, this.#options.rates.tokensPerMinute ?? Infinity);
    const pooled = this.#queue.length === 0 ? this.#fromPool(most) : null;
    if (pooled !== null) return pooled;
    let onAbort = (): void => {};
    const waiting = new Promise<Permit>((grant, refuse) => {
      const waiter: Waiter = { tokens: most, grant, refuse, onWait };
      this.#queue.push(waiter);
      onAbort = () => {
        this.#queue = this.#queue.filter((one) => one !== waiter);
        refuse(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort);
    });
    void this.#serve();
    return waiting.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      while (this.#queue.length > 0) {
        await this.#log.look(this.#options.now);
        await this.#claim();
      }
    } catch (error) {
      for (const waiter of this.#queue.splice(0)) waiter.refuse(error);
    } finally {
      this.#isServing = false;
    }
  }

  /** Claims for as many of the queue as may go now; waits a little where none may. */
  async #claim(): Promise<void> {
    const { now, rates, identity } = this.#options;
    const nowMs = now();
    const claims = this.#log.claims(nowMs);
    const among = 1 + this.#log.othersWaiting(nowMs, identity);
    const served: Waiter[] = [];
    let wanted = NOTHING;
    for (const waiter of this.#queue) {
      const more = plus(wanted, { requests: 1, tokens: waiter.tokens });
      if (waitFor(claims, rates, more, nowMs) > 0) break;
      if (among > 1 && hasItsPart(claims, rates, { by: identity, among, wanted: more }, nowMs)) break;
      wanted = more;
      served.push(waiter);
    }
    if (this.#queue.length === 0) return;
    if (served.length === 0) {
      await this.#wait(nowMs);
      return;
    }
    const extra = served.length < this.#queue.length ? NOTHING : this.#foreseen(wanted, nowMs);
    const number = await this.#append(plus(wanted, extra), this.#queue.slice(served.length), nowMs);
    // Another worker was first: what is left is counted anew.
    if (number === null) return;
    this.#pool = { ...extra, number, untilMs: now() + PERMIT_MS };
    for (const waiter of served) {
      // One that was aborted while we wrote is served no more: its part is lost.
      const place = this.#queue.indexOf(waiter);
      if (place === -1) continue;
      this.#queue.splice(place, 1);
      waiter.grant(this.#permitOf(number, waiter.tokens));
    }
  }

  /** Tells all who wait how long, and the others that we wait. */
  async #wait(nowMs: number): Promise<void> {
    const { rates, sleep } = this.#options;
    const first = { requests: 1, tokens: this.#queue[0]?.tokens ?? 0 };
    const waitMs = waitFor(this.#log.claims(nowMs), rates, first, nowMs);
    let ahead = NOTHING;
    for (const { tokens, onWait } of this.#queue) {
      onWait(waitMs + queueMs(ahead, rates));
      ahead = plus(ahead, { requests: 1, tokens });
    }
    if (nowMs - this.#announcedAtMs > ANNOUNCE_EVERY_MS) await this.#append(NOTHING, this.#queue, nowMs);
    await sleep(waitMs === 0 ? LOOK_EVERY_MS : Math.min(LOOK_EVERY_MS, waitMs));
  }

  async #append(claim: Wanted, left: readonly Waiter[], nowMs: number): Promise<number | null> {
    const { now, rates, identity } = this.#options;
    const ahead = left.reduce((sum, { tokens }) => plus(sum, { requests: 1, tokens }), NOTHING);
    const unused = this.#unused;
    const told = { unused, waiting: left.length, waitMs: queueMs(ahead, rates), rates };
    const number = await this.#log.append({ atMs: nowMs, by: identity, ...claim, ...told }, now);
    if (number === null) return null;
    this.#announcedAtMs = left.length === 0 ? -Infinity : nowMs;
    // What was settled while we wrote is told with the next.
    const untold = Object.entries(this.#unused).map(([of, tokens]) => [of, tokens - (unused[of] ?? 0)] as const);
    this.#unused = Object.fromEntries(untold.filter(([, tokens]) => tokens !== 0));
    return number;
  }

  /** What the next second will want, where that is no more than half of what is left. */
  #foreseen(wanted: Wanted, nowMs: number): Wanted {
    const { rates } = this.#options;
    this.#forgetCalls(nowMs);
    const requests = this.#recent.length;
    const tokens = this.#recent.reduce((sum, call) => sum + call.tokens, 0);
    const left = leftOf(this.#log.claims(nowMs), rates, nowMs);
    const isPlenty = requests <= (left.requests - wanted.requests) / 2 && tokens <= (left.tokens - wanted.tokens) / 2;
    return isPlenty ? { requests, tokens } : NOTHING;
  }

  #fromPool(tokens: number): Permit | null {
    const { number, untilMs } = this.#pool;
    if (this.#pool.requests === 0 || this.#pool.tokens < tokens || this.#options.now() >= untilMs) return null;
    this.#pool = { ...this.#pool, requests: this.#pool.requests - 1, tokens: this.#pool.tokens - tokens };
    return this.#permitOf(number, tokens);
  }

  #forgetCalls(nowMs: number): void {
    this.#recent = this.#recent.filter(({ atMs }) => atMs > nowMs - 1_000);
  }

  #permitOf(number: number, tokens: number): Permit {
    const nowMs = this.#options.now();
    this.#forgetCalls(nowMs);
    this.#recent.push({ atMs: nowMs, tokens });
    return {
      settle: (used) => {
        const unused = tokens - used;
        if (this.#options.rates.tokensPerMinute === null || unused === 0) return;
        this.#unused = { ...this.#unused, [number]: (this.#unused[number] ?? 0) + unused };
        this.#log.correct(number, unused);
      },
    };
  }
}

const plus = (a: Wanted, b: Wanted): Wanted => ({ requests: a.requests + b.requests, tokens: a.tokens + b.tokens });
