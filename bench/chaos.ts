import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createRandom } from '../core/random.ts';
import { datasetHashes, openWorkplace, readJsonFile } from '../test/end-to-end/command-line.ts';
import type { Workplace } from '../test/end-to-end/command-line.ts';
import { startFaultServer } from '../test/infra/llm/fault-server.ts';
import { answerPrompt } from '../test/infra/llm/prompt-agent.ts';

/**
 * `npx tsx bench/chaos.ts [DIALOGS] [KILLS] [SEED]`: kills with -9, at seeded moments, the dialogs worker, the compute worker,
 * the Temporal server, and worker and server together, while a counting model endpoint answers slowly. Prints what was
 * killed, what was asked twice against what may have been in flight at the kills (a call a dialog: sent, or answered and
 * not journalled yet), and whether the dataset is that of a calm run.
 */
const [dialogs = 60, kills = 8, seed = 1] = process.argv.slice(2).map(Number);
const CONCURRENCY = 16;
const LATENCY_MS = 150;
const SETTINGS = {
  target: { dialogs },
  simulation: { concurrency: CONCURRENCY },
  llm: { provider: 'openai' },
};
const VICTIMS = ['dialogs worker', 'temporal server', 'compute worker', 'worker and server'] as const;

async function processesOf(parent: number): Promise<{ pid: number; words: string }[]> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
  const pids = children.trim().split(' ').filter(Boolean).map(Number);
  return Promise.all(
    pids.map(async (pid) => ({ pid, words: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') })),
  );
}

async function kill(parent: number, victim: (typeof VICTIMS)[number]): Promise<number> {
  const marks = {
    'dialogs worker': ['workflows,dialogs'],
    'compute worker': ['profiling,training'],
    'temporal server': ['start-dev'],
    'worker and server': ['workflows,dialogs', 'start-dev'],
  }[victim];
  const found = (await processesOf(parent)).filter(({ words }) => marks.some((mark) => words.includes(mark)));
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
  return found.length;
}

async function runOnce(workplace: Workplace, name: string, killings: number) {
  const server = await startFaultServer({
    async reply(body) {
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
      return answerPrompt(body);
    },
  });
  const env = { OPENAI_API_KEY: 'sk-of-the-bench', OPENAI_BASE_URL: server.baseUrl };
  const started = Date.now();
  const run = workplace.start(['run', await workplace.configure(name, SETTINGS)], env);
  const over = { yes: false };
  void run.ended.then(() => (over.yes = true));
  const random = createRandom(seed);
  const killed = new Map<string, number>();
  let repeatsAllowed = 0;
  for (let nth = 0; nth < killings && !over.yes; nth++) {
    const asked = server.requests.length;
    // Only in the midst of the dialogs: something was asked since the last kill.
    while (!over.yes && server.requests.length < asked + 30) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 500 + random.next() * 3_000));
    if (over.yes) break;
    const victim = VICTIMS[Math.floor(random.next() * VICTIMS.length)] ?? 'dialogs worker';
    if (victim === 'dialogs worker' || victim === 'worker and server') repeatsAllowed += CONCURRENCY;
    if ((await kill(run.child.pid ?? 0, victim)) > 0) killed.set(victim, (killed.get(victim) ?? 0) + 1);
  }
  const ended = await run.ended;
  await server.stop();
  const folder = workplace.runFolder(name);
  const repeated = [...server.answeredCounts().values()].reduce((sum, count) => sum + count - 1, 0);
  return {
    exit: ended.code,
    stderr: ended.code === 0 ? '' : ended.stderr.slice(-600),
    seconds: Math.round((Date.now() - started) / 1000),
    requests: server.requests.length,
    repeated,
    repeatsAllowed,
    killed: [...killed].map(([victim, times]) => `${victim} x ${times}`).join(', ') || 'none',
    hashes: ended.code === 0 ? await datasetHashes(folder) : {},
    leftovers: ended.code === 0 ? await leftovers(folder) : [],
    dialogs:
      ended.code === 0 ? ((await readJsonFile(join(folder, 'summary.json'))) as { dialogs: unknown }).dialogs : null,
  };
}

/** Transcripts of stints that were judged, notes of calls, and half-written files: none may stay. */
async function leftovers(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1));
  return paths.filter((path) => /^attempts\/[^/]+\/\d+\/\d+\.json$|^asked\/|\.tmp|partial/u.test(path));
}

const workplace = await openWorkplace(400);
try {
  const calm = await runOnce(workplace, 'calm', 0);
  const chaos = await runOnce(workplace, 'chaos', kills);
  const isEqual = JSON.stringify(calm.hashes) === JSON.stringify(chaos.hashes);
  const row = (name: string, { stderr, ...told }: typeof calm): void => {
    const shown = { ...told, hashes: undefined, leftovers: told.leftovers.length };
    process.stdout.write(`${name}: ${JSON.stringify(shown)} ${stderr}\n`);
  };
  row('calm ', calm);
  row('chaos', chaos);
  process.stdout.write(`dataset of the chaos run equal to the calm run's: ${isEqual}\n`);
  const isSound = isEqual && calm.exit === 0 && chaos.exit === 0 && chaos.repeated <= chaos.repeatsAllowed;
  if (!isSound || chaos.leftovers.length > 0) {
    process.stdout.write(`NOT SOUND ${chaos.leftovers.slice(0, 5).join(' ')}\n`);
    process.exitCode = 1;
  }
} finally {
  await workplace.close();
}
