import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { mostWithin } from '../test/core/llm/most-within.ts';
import { askFromWorkers } from '../test/infra/llm/ask-from-workers.ts';

/**
 * `npx tsx bench/rates.ts REQUESTS-A-MINUTE [TOKENS-A-MINUTE] [CALLS] [WORKERS]`: worker processes share an account's rates by
 * a folder, and ask a mock endpoint that answers in half a second as often as they may. Prints what the endpoint counted: the
 * most in any minute, and how long it took against what the rates leave.
 */
const [requests = 300, tokens = 0, calls = 900, workers = 2] = process.argv.slice(2).map(Number);
const rates = { requestsPerMinute: requests || null, tokensPerMinute: tokens || null };
const store = await mkdtemp(join(tmpdir(), 'convrecstudio-rates-'));
try {
  const each = Math.ceil(calls / workers);
  const { arrivals, seconds } = await askFromWorkers({ store, rates, workers, calls: each, latencyMs: 500 });
  const took = arrivals.reduce((sum, arrival) => sum + arrival.tokens, 0);
  const least = Math.max(
    requests === 0 ? 0 : (arrivals.length / requests) * 60,
    tokens === 0 ? 0 : (took / tokens) * 60,
  );
  process.stdout.write(
    `${arrivals.length} calls of ${took} tokens by ${workers} workers at ${JSON.stringify(rates)}: ${seconds.toFixed(1)} s ` +
      `(at the rate alone ${least.toFixed(1)} s); in any 60 s at most ${mostWithin(arrivals, 60_000, () => 1)} calls ` +
      `and ${mostWithin(arrivals, 60_000, (arrival) => arrival.tokens)} tokens\n`,
  );
} finally {
  await rm(store, { recursive: true, force: true });
}
