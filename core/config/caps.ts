import type { RunConfig } from './run-config.ts';
import type { Cap } from './run-ref.ts';

/** Whether calls are noted before they are made, and checked against an allowance. */
export const hasCap = ({ budget }: RunConfig): boolean => budget.maxCostUsd !== null || budget.maxTokens !== null;

/** Null where nothing is capped; what costs nothing needs no cap. */
export function capOf(config: RunConfig): Cap | null {
  const { budget, llm } = config;
  if (llm.provider === 'template' || llm.replay || !hasCap(config)) return null;
  return {
    tokens: budget.maxTokens,
    costMicroUsd: budget.maxCostUsd === null ? null : Math.round(budget.maxCostUsd * 1e6),
  };
}
