import type { RunConfig } from '../core/config/run-config.ts';
import { estimateRun, formatEstimate } from '../core/llm/estimate.ts';
import { priceTableOf, readModelProfiles } from '../infra/llm/model-profiles.ts';
import { printJson } from './table.ts';

const estimateOf = (config: RunConfig) =>
  estimateRun(config, priceTableOf(readModelProfiles(process.env), config.llm.profile));

export function printEstimate(config: RunConfig, json: boolean): void {
  const estimate = estimateOf(config);
  if (json) printJson(estimate);
  else if (config.llm.provider === 'openai') process.stdout.write(`${formatEstimate(estimate)}\n`);
  else
    process.stdout.write(
      `estimate for ${estimate.dialogs} dialogs: nothing is paid for with the provider "${config.llm.provider}"\n`,
    );
}

/** Said before a run that costs something begins. */
export function tellEstimate(config: RunConfig): void {
  if (config.llm.provider === 'openai') process.stderr.write(`${formatEstimate(estimateOf(config))}\n`);
}
