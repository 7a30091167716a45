/**
 * Whole runs of any size with the template model, by the real command line: one worker (its compute process beside it), the
 * embedded server, no recommender, on a sample that is made for the size.
 *   npx tsx bench/scale.ts [1000 4000 12000] [--histories 3000] [--keep FOLDER]
 * Prints for each size the seconds of each stage; dialogs a second, overall and by quarter of the dialogs; memory of each
 * process as dialogs were made and its peak; CPU a dialog; the database; and the largest history and payload of the run.
 * `--histories`: dialogs whose histories are read for payloads (lengths and sizes are looked at in all).
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { Client, Connection } from '@temporalio/client';

import { ensureParts } from '../infra/setup/ensure-parts.ts';
import { writeLargeSample } from '../infra/reviews/write-sample.ts';
import { startTemporalServer } from '../infra/temporal/dev-server.ts';
import { historyMaxima } from './history-maxima.ts';
import { childrenOf, type ProcessUsage, usageOf } from './process-usage.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { histories: { type: 'string', default: '3000' }, keep: { type: 'string' } },
});
const sizes = (positionals.length > 0 ? positionals : ['1000', '4000', '12000']).map(Number);
const RUN = 'scale';
const LOOK_MS = 2_000;
const COMMAND = fileURLToPath(new URL('../cli/convrecstudio.mjs', import.meta.url));
const PROCESSES = ['server', 'worker', 'compute', 'cli'] as const;
type Name = (typeof PROCESSES)[number];

/** One look at the run: dialogs that stand, and each process. */
interface Look {
  readonly atMs: number;
  readonly dialogs: number;
  readonly usage: Readonly<Partial<Record<Name, ProcessUsage>>>;
}

/** The last look before the first dialog stood. */
function lastBefore(looks: readonly Look[]): Look | undefined {
  return looks.findLast(({ dialogs }) => dialogs === 0);
}

for (const size of sizes) {
  const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'convrecstudio-scale-')));
  try {
    await measure(size, join(folder, `${size}`));
  } finally {
    if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function measure(size: number, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // One dialog a user, the default; some users have no target.
  const users = Math.ceil(size * 1.1);
  const sample = await writeLargeSample(join(folder, 'source'), { users, items: Math.max(120, Math.ceil(size / 10)) });
  const configPath = join(folder, 'config.json');
  const config = {
    name: RUN,
    source: { reviews: sample.reviewsPath, items: sample.itemsPath },
    aspects: { clusters: 16, encoder: 'static' },
    target: { dialogs: size },
    recommender: { enabled: false },
  };
  await writeFile(configPath, JSON.stringify(config));
  const stateDir = join(folder, 'state');
  const { temporal } = await ensureParts(['temporal'], { env: process.env });
  const server = await startTemporalServer({ executable: temporal.executable, stateDir });
  const connection = await Connection.connect({ address: server.address });
  try {
    const { looks, stages, seconds, failed } = await runWatched(configPath, folder, stateDir, server.pid);
    if (failed) throw new Error(`the run of ${size} dialogs failed; its output is above`);
    const maxima = await historyMaxima(new Client({ connection }), RUN, Number(values.histories));
    report({ size, looks, stages, seconds }, maxima, await databaseMb(stateDir));
  } finally {
    await connection.close();
    await server.stop();
  }
}

async function runWatched(configPath: string, folder: string, stateDir: string, serverPid: number) {
  const child = spawn(process.execPath, [COMMAND, 'run', configPath], {
    cwd: folder,
    env: { ...process.env, CONVRECSTUDIO_STATE: stateDir, CONVRECSTUDIO_STORE: pathToFileURL(folder).href },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const stages = new Map<string, number>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    for (const [, stage = '', seconds] of text.matchAll(/✔ (\w+)\s+([\d.]+) s/gu)) stages.set(stage, Number(seconds));
    if (/error|Error/u.test(text)) process.stderr.write(text);
  });
  const started = Date.now();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const looks: Look[] = [];
  for (let code: number | null | 'runs' = 'runs'; code === 'runs';) {
    looks.push(await look(child.pid ?? 0, serverPid, join(folder, 'runs', RUN, 'dialogs')));
    code = await Promise.race([ended, sleep(LOOK_MS, 'runs' as const)]);
  }
  return { looks, stages, seconds: (Date.now() - started) / 1000, failed: (await ended) !== 0 };
}

async function look(cli: number, server: number, dialogs: string): Promise<Look> {
  const workers = await childrenOf(cli);
  const pidOf = (roles: string): number | undefined => workers.find(({ command }) => command.includes(roles))?.pid;
  const pids = { server, worker: pidOf('workflows,dialogs'), compute: pidOf('profiling,training'), cli };
  const usage: Partial<Record<Name, ProcessUsage>> = {};
  for (const name of PROCESSES) {
    const pid = pids[name];
    const found = pid === undefined ? null : await usageOf(pid).catch(() => null);
    if (found !== null) usage[name] = found;
  }
  const standing = await readdir(dialogs).catch(() => []);
  return { atMs: Date.now(), dialogs: standing.length, usage };
}

async function databaseMb(stateDir: string): Promise<number> {
  const files = (await readdir(stateDir)).filter((name) => name.startsWith('temporal.db'));
  const sizesOf = await Promise.all(files.map(async (name) => (await stat(join(stateDir, name))).size));
  return sizesOf.reduce((sum, bytes) => sum + bytes, 0) / 1e6;
}

function report(
  { size, looks, stages, seconds }: { size: number; looks: Look[]; stages: Map<string, number>; seconds: number },
  maxima: Awaited<ReturnType<typeof historyMaxima>>,
  database: number,
): void {
  const total = looks.at(-1)?.dialogs ?? 0;
  const reached = (share: number): Look | undefined => looks.find(({ dialogs }) => dialogs >= share * total);
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => (share === 0 ? lastBefore(looks) : reached(share)));
  const rate = (from: Look | undefined, to: Look | undefined): string =>
    from && to ? ((1000 * (to.dialogs - from.dialogs)) / Math.max(1, to.atMs - from.atMs)).toFixed(2) : '-';
  const [begin, , , , end] = marks;
  const memory = (name: Name): string => {
    const at = marks.slice(1).map((mark) => mark?.usage[name]?.rssMb.toFixed(0) ?? '-');
    const peak = Math.max(...looks.map(({ usage }) => usage[name]?.peakMb ?? 0));
    return `${name} ${at.join('/')} MB, peak ${peak.toFixed(0)}`;
  };
  const cpu = (name: Name): string => {
    const spent = (end?.usage[name]?.cpu ?? 0) - (begin?.usage[name]?.cpu ?? 0);
    return `${name} ${((1000 * spent) / Math.max(1, total)).toFixed(0)} ms`;
  };
  const lines = [
    `${size} dialogs asked for, ${total} made, in ${seconds.toFixed(0)} s; load now ${loadavg()[0]?.toFixed(1)}`,
    `stages: ${[...stages].map(([stage, took]) => `${stage} ${took.toFixed(0)} s`).join(', ')}`,
    `dialogs a second: ${rate(begin, end)}; by quarter ${[0, 1, 2, 3].map((q) => rate(marks[q], marks[q + 1])).join(', ')}`,
    `resident at 25/50/75/100 % of the dialogs: ${PROCESSES.map(memory).join('; ')}`,
    `CPU a dialog while dialogs were made: ${PROCESSES.map(cpu).join(', ')}`,
    `database ${database.toFixed(0)} MB; ${maxima.executions} executions; longest history ${maxima.events.size} events ` +
      `(${maxima.events.workflowId}), largest ${(maxima.bytes.size / 1024).toFixed(0)} KiB (${maxima.bytes.workflowId}); ` +
      `largest payload of ${maxima.read} histories ${(maxima.payload.size / 1024).toFixed(1)} KiB (${maxima.payload.workflowId})`,
  ];
  process.stdout.write(`${lines.join('\n')}\n\n`);
}
