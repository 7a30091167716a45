import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

import { abortReason } from './run-command.ts';

/** A holder renews its lock every 5 s; one that was killed is taken over after 20 s without a renewal. */
const STALE_MS = 20_000;
const RENEW_MS = 5_000;
const RETRY_MS = 250;

interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told once, when another process is found to hold the lock. */
  onWait(): void;
}

/**
 * Runs `work` while no other process runs it under the same lock. Its signal is aborted when the caller's is, or when
 * the lock was lost (a machine that slept past the stale limit): the work must stop then.
 */
export async function holdLock<T>(
  lockPath: string,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const release = await acquire(lockPath, options, lost);
  const signal = options.signal === undefined ? lost.signal : AbortSignal.any([options.signal, lost.signal]);
  try {
    return await work(signal);
  } finally {
    // A lost lock is no longer ours to release.
    if (!lost.signal.aborted) await release();
  }
}

async function acquire(lockPath: string, options: LockOptions, lost: AbortController): Promise<() => Promise<void>> {
  let told = false;
  for (;;) {
    if (options.signal?.aborted === true) throw abortReason(options.signal);
    try {
      return await lock(lockPath, {
        lockfilePath: lockPath,
        realpath: false,
        stale: STALE_MS,
        update: RENEW_MS,
        onCompromised: (cause) => lost.abort(new Error(`the lock ${lockPath} was lost`, { cause })),
      });
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (!told) options.onWait();
      told = true;
      await sleep(RETRY_MS);
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED';
}
