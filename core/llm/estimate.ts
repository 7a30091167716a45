import type { RunConfig } from '../config/run-config.ts';
import type { Spend } from '../config/run-ref.ts';
import { priceOf } from './model-price.ts';
import type { PriceTable } from './model-price.ts';

/**
 * What a run will take, before it is begun. Nothing of it has been planned yet, so these are means over earlier dialogs,
 * measured with prompts version 3 on the sample: 27 calls an attempt, 390 prompt tokens a call by characters / 4, to which
 * the reply's schema adds some 300; a local model took 489 and 105 a call. A model that talks more, or fails more often,
 * takes more.
 */
const CALLS_PER_ATTEMPT = 27;
const PROMPT_TOKENS_PER_CALL = 700;
const COMPLETION_TOKENS_PER_CALL = 105;
/** Attempts an accepted dialog takes, and at worst. */
const USUAL_ATTEMPTS = 1.5;
/** The longest tenth of the attempts take so much more than the mean. */
const RESERVE = 1.6;

export interface RunEstimate {
  readonly dialogs: number;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: { readonly usual: number; readonly low: number; readonly high: number } | null;
  /** Hours in which the model answers, at the run's concurrency. */
  readonly hours: number;
}

/** Half of the calls are the user agent's, half the system agent's. */
function microUsdPerCall({ llm }: RunConfig, prices: PriceTable): number | null {
  const agents = [llm.userAgent, llm.systemAgent].map(({ model }) => priceOf(prices, model));
  let sum = 0;
  for (const price of agents) {
    if (price === null) return null;
    sum += PROMPT_TOKENS_PER_CALL * price.prompt + COMPLETION_TOKENS_PER_CALL * price.completion;
  }
  return sum / agents.length;
}

export function estimateRun(config: RunConfig, prices: PriceTable, secondsPerCall = 2): RunEstimate {
  const { dialogs } = config.target;
  const isFree = config.llm.provider === 'template' || config.llm.replay;
  const calls = Math.ceil(dialogs * CALLS_PER_ATTEMPT * USUAL_ATTEMPTS);
  const perCall = isFree ? 0 : microUsdPerCall(config, prices);
  const usd = (attempts: number): number => ((perCall ?? 0) * dialogs * CALLS_PER_ATTEMPT * attempts) / 1e6;
  return {
    dialogs,
    calls,
    promptTokens: calls * PROMPT_TOKENS_PER_CALL,
    completionTokens: calls * COMPLETION_TOKENS_PER_CALL,
    costUsd:
      perCall === null ? null : { usual: usd(USUAL_ATTEMPTS), low: usd(1), high: usd(config.simulation.maxAttempts) },
    hours: isFree ? 0 : (calls * secondsPerCall) / Math.min(config.simulation.concurrency, dialogs) / 3600,
  };
}

/** What one attempt usually takes at most: reserved before it is begun. */
export function attemptEstimate(config: RunConfig, prices: PriceTable): Spend {
  const tokens = CALLS_PER_ATTEMPT * (PROMPT_TOKENS_PER_CALL + COMPLETION_TOKENS_PER_CALL) * RESERVE;
  const cost = (microUsdPerCall(config, prices) ?? 0) * CALLS_PER_ATTEMPT * RESERVE;
  return { tokens: Math.ceil(tokens), costMicroUsd: Math.ceil(cost) };
}

export function formatEstimate(estimate: RunEstimate): string {
  const { dialogs, calls, promptTokens, completionTokens, costUsd, hours } = estimate;
  const cost =
    costUsd === null
      ? 'cost unknown (no price for the model)'
      : `$${costUsd.usual.toFixed(2)} ($${costUsd.low.toFixed(2)} if every first attempt is accepted, $${costUsd.high.toFixed(2)} if none before the last)`;
  return (
    `estimate for ${dialogs} dialogs: ${calls} calls, ${(promptTokens / 1e6).toFixed(2)} M prompt and ` +
    `${(completionTokens / 1e6).toFixed(2)} M completion tokens, ${cost}, some ${hours.toFixed(1)} h at 2 s a call`
  );
}
