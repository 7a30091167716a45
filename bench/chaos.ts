import { createRandom } from '../core/random.ts';
import { runKeys } from '../core/storage/run-keys.ts';
import { openStore } from '../infra/storage/open-store.ts';
import { openWorkplace } from '../test/end-to-end/command-line.ts';
import type { Workplace } from '../test/end-to-end/command-line.ts';
import { startS3Server } from '../test/infra/storage/s3-server.ts';
import type { S3Server } from '../test/infra/storage/s3-server.ts';
import { startCountingEndpoint } from './chaos/counting-endpoint.ts';
import { unfinishedWrites } from './chaos/unfinished-writes.ts';
import { inFlightAtKills } from './chaos/in-flight.ts';
import type { Kill } from './chaos/in-flight.ts';
import { contentHashes, countFaults, orphans, readTruth } from './chaos/store-truth.ts';
import { KILLS, startRun } from './chaos/victims.ts';

/**
 * `npx tsx bench/chaos.ts file|s3 [DIALOGS] [SEED]`: a calm run, then the same run while, at seeded moments and until it
 * ends, its processes are killed with -9, in turn and together: two dialogs workers, the compute worker, the Temporal
 * server, and on S3 the store (SeaweedFS), which comes back some seconds later on its data. A counting endpoint answers
 * slowly. Exits with 1 unless nothing was asked twice but what was in flight at the kills, the dataset is the calm run's, all
 * counts are the store's, and no object is left that nothing refers to.
 */
const [kind = 'file', dialogsText = '40', seedText = '1'] = process.argv.slice(2);
const SETTINGS = {
  target: { dialogs: Number(dialogsText) },
  // The entailment model is a part of checking, not of durability, and costs most of a core.
  simulation: { concurrency: 16, entailment: false },
  llm: { provider: 'openai' },
  recommender: { enabled: true, variants: ['popularity', 'dialog-only'], epochs: 4 },
};
const LATENCY_MS = [800, 2_200] as const;
const KEYS = { first: 'sk-first', second: 'sk-second' };
/** After a kill, work goes on first, however slow the machine is: so many requests, or so long. */
const BREATHER = { requests: 12, milliseconds: 40_000 };
const THEN_MS = [500, 5_000] as const;
const STORE_AWAY_MS = [2_000, 8_000] as const;

const seed = Number(seedText);
const random = createRandom(seed);
const between = ([from, to]: readonly [number, number]): number => from + random.next() * (to - from);
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function runOnce(workplace: Workplace, s3: S3Server | null, name: string, isChaos: boolean) {
  const endpoint = await startCountingEndpoint(LATENCY_MS, seed);
  const storeEnv = s3 === null ? {} : { ...s3.environment, CONVRECSTUDIO_STORE: 's3://chaos/store' };
  const env = (key: string) => ({ ...storeEnv, OPENAI_API_KEY: key, OPENAI_BASE_URL: endpoint.baseUrl });
  const config = await workplace.configure(name, SETTINGS);
  const options = { name, config, env: env(KEYS.first), secondEnv: env(KEYS.second), s3 };
  const store = openStore(s3 === null ? workplace.folder : 's3://chaos/store', s3?.environment ?? {});
  const started = Date.now();
  const running = startRun(workplace, options);
  const kills = isChaos
    ? await killUntilOver(running, s3, {
        requests: () => endpoint.asked.length,
        begun: () => store.exists(runKeys(name).config),
      })
    : [];
  const ended = await running.run.ended;
  await running.supervised;
  const seconds = Math.round((Date.now() - started) / 1000);
  await endpoint.stop();
  if (ended.code !== 0) throw new Error(`${name} ended with ${ended.code}: ${ended.stderr.slice(-2_000)}`);
  const told: unknown = JSON.parse((await workplace.run(['status', name, '--json'], options.env)).stdout);
  const truth = await readTruth(store, name);
  const paid = new Set(truth.journal.map(({ reply }) => reply.promptTokens));
  return {
    name,
    seconds,
    kills,
    requests: endpoint.asked.length,
    flight: inFlightAtKills(endpoint.asked, kills, paid, KEYS.second),
    hashes: await contentHashes(truth),
    countFaults: await countFaults(truth, told),
    orphans: [...(await orphans(truth)), ...(await unfinishedWrites(s3 === null ? workplace.runFolder(name) : s3))],
  };
}

/** Kinds of kills from a shuffled deck: each comes once before any comes again. */
async function killUntilOver(
  running: ReturnType<typeof startRun>,
  s3: S3Server | null,
  { requests, begun }: { requests: () => number; begun: () => Promise<boolean> },
): Promise<Kill[]> {
  const breathe = async (): Promise<void> => {
    const end = Date.now() + BREATHER.milliseconds;
    const enough = requests() + BREATHER.requests;
    while (Date.now() < end && requests() < enough && !running.isOver()) await sleep(100);
    await sleep(between(THEN_MS));
  };
  const kills: Kill[] = [];
  let deck: (typeof KILLS)[number][] = [];
  let returning = Promise.resolve();
  // Once its workers are ready: a command whose workers die before that, three times, ends with that.
  while (!(await begun()) && !running.isOver()) await sleep(200);
  while (!running.isOver()) {
    if (deck.length === 0)
      deck = random.shuffle(KILLS.filter((kind) => s3 !== null || !(kind.length === 1 && kind[0] === 'store')));
    const wanted = deck.pop() ?? [];
    await returning;
    const killed: Kill['processes'][number][] = [];
    for (const victim of wanted) if (await running.kill(victim)) killed.push(victim);
    if (killed.length > 0) kills.push({ atMs: Date.now(), processes: killed });
    if (killed.includes('store') && s3 !== null) {
      const away = between(STORE_AWAY_MS);
      returning = sleep(away).then(() => s3.restart());
    }
    await breathe();
  }
  await returning;
  return kills;
}

const s3 = kind === 's3' ? await startS3Server() : null;
if (kind === 's3' && s3 === null) throw new Error('there is no S3 server');
const workplace = await openWorkplace(90);
try {
  await s3?.createBucket('chaos');
  const calm = await runOnce(workplace, s3, 'calm', false);
  const chaos = await runOnce(workplace, s3, 'chaos', true);
  const first = chaos.kills[0]?.atMs ?? 0;
  const killingFor = Math.round(((chaos.kills.at(-1)?.atMs ?? 0) - first) / 1000);
  const isSame = JSON.stringify(calm.hashes) === JSON.stringify(chaos.hashes);
  const { rows, repeats, bound, unexplained, oldestMs } = chaos.flight;
  const lines = [
    `${kind}, ${dialogsText} dialogs, seed ${seedText}: calm ${calm.seconds} s, ${calm.requests} requests, ${calm.flight.repeats} repeated; ` +
      `with kills ${chaos.seconds} s, killing for ${killingFor} s`,
    '',
    '| killed | times | in flight, sent and not journalled | of these asked again |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row.processes} | ${row.times} | ${row.inFlight} | ${row.repeated} |`),
    `| all | ${chaos.kills.length} | ${bound} | ${repeats} of ${chaos.requests} requests |`,
    '',
    `asked again without having been in flight at a kill: ${unexplained}; oldest answer not journalled at a kill: ${oldestMs} ms`,
    `dataset, ledger and metrics the calm run's: ${isSame}`,
    `counts unlike the store's: calm ${calm.countFaults.length}, chaos ${chaos.countFaults.length}`,
    `orphan objects: calm ${calm.orphans.length}, chaos ${chaos.orphans.length}`,
    ...[...calm.countFaults, ...chaos.countFaults, ...calm.orphans, ...chaos.orphans]
      .slice(0, 20)
      .map((line) => `  ${line}`),
  ];
  const faults = [calm, chaos].flatMap((run) => [...run.countFaults, ...run.orphans]);
  const isSound = isSame && repeats <= bound && unexplained === 0 && calm.flight.repeats === 0 && faults.length === 0;
  process.stdout.write(`${lines.join('\n')}\n${isSound ? 'sound' : 'NOT SOUND'}\n`);
  if (!isSound) process.exitCode = 1;
} finally {
  await workplace.close();
  await s3?.stop();
}
