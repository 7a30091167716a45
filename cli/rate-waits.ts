import { readRateWaits, rateFolder } from '../core/llm/rate-log.ts';
import type { RateWaits } from '../core/llm/rate-log.ts';
import { readModelProfiles } from '../infra/llm/model-profiles.ts';
import { openStore } from '../infra/storage/open-store.ts';
import { readEnvironment } from '../workers/environment.ts';
import { openFolder } from './run-reader.ts';

const LOOK_EVERY_MS = 3_000;

/** Looks now and then at what waits for the rates of a run's model; a look that fails says nothing. */
export function createRateLook(run: string, storeUri: string): () => Promise<RateWaits | null> {
  const environment = readEnvironment(process.env, process.cwd());
  let lookedAt = 0;
  let known: RateWaits | null = null;
  const look = async (): Promise<RateWaits | null> => {
    const folder = openFolder(environment, run, storeUri);
    const { llm } = await folder.config();
    if (llm.provider !== 'openai') return null;
    const shared = readModelProfiles(environment.variables).get(llm.profile)?.rates?.store ?? null;
    const store = shared === null ? folder.store : openStore(shared, environment.variables);
    return readRateWaits(store, rateFolder(llm.profile), Date.now());
  };
  return async () => {
    if (Date.now() - lookedAt < LOOK_EVERY_MS) return known;
    lookedAt = Date.now();
    known = await look().catch(() => null);
    return known;
  };
}

/** For a line of the display. */
export function describeRateWaits({ calls, waitMs, rates }: RateWaits): string {
  const told = [
    ...(rates.requestsPerMinute === null ? [] : [`${rates.requestsPerMinute} requests`]),
    ...(rates.tokensPerMinute === null ? [] : [`${rates.tokensPerMinute} tokens`]),
  ].join(' and ');
  return `${calls} ${calls === 1 ? 'call waits' : 'calls wait'} for the rate (${told} a minute), up to ${Math.ceil(waitMs / 1000)} s`;
}
