import type { DialogProgress } from './contract.ts';
import { isPassing } from './run-hold.ts';

/** Changes of what passes by itself that are told at once, and then how often. */
const PROMPT_NEWS = 10;
const NEWS_EVERY_MS = 600_000;

export interface News {
  /** What the run waits for, where its label changes. */
  readonly label: boolean;
  /** Whether the run's own workflow is told. */
  readonly tell: boolean;
}

/**
 * Which changes are news, pure: every twentieth of the way and all that somebody did or has to cure at once; a limit that comes
 * and goes a few times at once, and then seldom, since for days of it a run's history must not fill.
 */
export function createNewsGate(): (progress: DialogProgress, isLast: boolean, nowMs: number) => News {
  let told = { urgent: '', reason: 'nothing', atMs: 0 };
  let labelled = '';
  let passing = 0;
  return ({ waiting, accepted, wanted, paused, concurrency, budget }, isLast, nowMs) => {
    const step = Math.floor((20 * accepted) / wanted);
    const reason = waiting?.reason ?? 'nothing';
    const passes = reason === 'nothing' || isPassing(reason);
    const urgent = JSON.stringify([step, passes || reason, paused, concurrency, budget, isLast]);
    const isUrgent = urgent !== told.urgent;
    const isSoon = passing >= PROMPT_NEWS && nowMs - told.atMs < NEWS_EVERY_MS;
    const tell = isUrgent || (reason !== told.reason && !isSoon);
    const label = tell || reason !== labelled;
    labelled = reason;
    if (tell && !isUrgent) passing += 1;
    if (tell) told = { urgent, reason, atMs: nowMs };
    return { label, tell };
  };
}
