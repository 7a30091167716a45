import { datasetHashes, openWorkplace, until } from '../test/end-to-end/command-line.ts';
import { startFaultServer } from '../test/infra/llm/fault-server.ts';
import { answerPrompt } from '../test/infra/llm/prompt-agent.ts';

/**
 * `npx tsx bench/rate-limit.ts [DIALOGS] [SECONDS]`: a run with 32 dialogs at once, whose provider answers nothing but 429 for
 * so long, without a Retry-After. How many requests it got meanwhile, how many waits the run's coordinator made, the pace
 * before and after, and whether the dataset is that of a run without it. Exits with 1 where anything was paid for twice.
 */
const [dialogs = '64', seconds = '60'] = process.argv.slice(2);
const LATENCY_MS = 400;
const SETTINGS = {
  target: { dialogs: Number(dialogs) },
  simulation: { concurrency: 32, entailment: false },
  llm: { provider: 'openai' },
};

const workplace = await openWorkplace(120);
try {
  const calm = await run('calm', null);
  const limited = await run('limited', Number(seconds) * 1000);
  const isSame = JSON.stringify(calm.hashes) === JSON.stringify(limited.hashes);
  process.stdout.write(
    [
      `${dialogs} dialogs, 32 at once, ${LATENCY_MS} ms a call; 429 for ${seconds} s`,
      `requests while limited: ${limited.refused}, in the first 5 s of it ${limited.refusedAtFirst}; waiting told after ${limited.toldAfterS.toFixed(1)} s`,
      `replies a second: ${limited.before.toFixed(1)} in the 5 s before, ${limited.after.toFixed(1)} in the best 5 s of the 60 after; first reply ${limited.resumedAfterS.toFixed(1)} s after it was over`,
      `the whole run ${limited.seconds.toFixed(0)} s, without the limit ${calm.seconds.toFixed(0)} s; same dataset: ${isSame}; paid twice: ${limited.twice}\n`,
    ].join('\n'),
  );
  if (!isSame || limited.twice > 0) process.exitCode = 1;
} finally {
  await workplace.close();
}

async function run(name: string, limitMs: number | null) {
  let from = Infinity;
  const arrivals: { readonly atMs: number; readonly isRefused: boolean }[] = [];
  const isLimited = (): boolean => limitMs !== null && Date.now() >= from && Date.now() < from + limitMs;
  const server = await startFaultServer({
    async reply(body) {
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
      return answerPrompt(body);
    },
    now() {
      arrivals.push({ atMs: Date.now(), isRefused: isLimited() });
      return isLimited() ? { kind: 'rate-limit' } : null;
    },
  });
  const began = Date.now();
  const path = await workplace.configure(name, SETTINGS);
  const running = workplace.start(['run', path], { OPENAI_API_KEY: 'sk-of-a-bench', OPENAI_BASE_URL: server.baseUrl });
  let toldAfterS = NaN;
  if (limitMs !== null) {
    await until('a steady pace', () => arrivals.length > 300, 600_000);
    from = Date.now();
    await until('it is told', async () => {
      const told = (await workplace.run(['status', name, '--json'])).stdout;
      return told.includes('"model_rate_limited"');
    });
    toldAfterS = (Date.now() - from) / 1000;
  }
  const ended = await running.ended;
  await server.stop();
  if (ended.code !== 0) throw new Error(`${name} ended with ${ended.code}: ${ended.stderr.slice(-2_000)}`);
  const over = from + (limitMs ?? 0);
  const between = (start: number, end: number) => arrivals.filter(({ atMs }) => atMs >= start && atMs < end);
  const paceAfter = Array.from({ length: 56 }, (_, s) => between(over + s * 1000, over + (s + 5) * 1000).length / 5);
  return {
    seconds: (Date.now() - began) / 1000,
    hashes: await datasetHashes(workplace.runFolder(name)),
    refused: arrivals.filter(({ isRefused }) => isRefused).length,
    refusedAtFirst: between(from, from + 5_000).length,
    before: between(from - 5_000, from).length / 5,
    after: Math.max(...paceAfter),
    resumedAfterS: ((arrivals.find(({ atMs }) => atMs >= over)?.atMs ?? NaN) - over) / 1000,
    toldAfterS,
    twice: [...server.answeredCounts().values()].filter((count) => count > 1).length,
  };
}
