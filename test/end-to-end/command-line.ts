import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ArtefactStore } from '../../core/storage/artefact-store.ts';
import { writeSample } from '../../infra/reviews/write-sample.ts';

const PROGRAM = fileURLToPath(new URL('../../cli/convrecstudio.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Few aspects and steps: these tests are about durability, not about what was found. */
const QUICK = { aspects: { clusters: 12, steps: 40 }, recommender: { enabled: false } };
/** For a further run of a workplace: fitting the same aspects again would take half of its time. */
export const aspectsOf = (run: string) => ({ aspects: { from: run } });

/** A folder to run in, with its own server, state and store; nothing of it stays behind. */
export async function openWorkplace(users = 90) {
  const folder = await mkdtemp(join(tmpdir(), 'convrecstudio-e2e-'));
  const sample = await writeSample(join(folder, 'sample'), { users });
  const env = withoutOurs(process.env);
  const started: ChildProcess[] = [];

  const start = (args: readonly string[], extra: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, env: { ...env, ...extra } });
    started.push(child);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
    return { child, ended, stderr: () => stderr };
  };
  return {
    folder,
    sample,
    start,
    run: (args: readonly string[], extra: Record<string, string> = {}): Promise<Ended> => start(args, extra).ended,
    runFolder: (run: string): string => join(folder, 'runs', run),
    /** A configuration file over the sample; returns its path. */
    async configure(name: string, settings: Record<string, unknown>): Promise<string> {
      const path = join(folder, `${name}.yaml`);
      const source = { reviews: sample.reviewsPath, items: sample.itemsPath };
      // JSON is YAML.
      await writeFile(path, JSON.stringify({ name, source, ...QUICK, ...settings }));
      return path;
    },
    async close(): Promise<void> {
      for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await Promise.all(
        started.map((child) =>
          child.exitCode !== null || child.signalCode !== null
            ? Promise.resolve()
            : new Promise((resolve) => child.on('close', resolve)),
        ),
      );
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
/** `up` in a workplace, once its server and workers are there. */
export async function startUp(workplace: Workplace, extra: Record<string, string>) {
  const up = workplace.start(['up'], extra);
  const ready = /Temporal at (\S+), UI at (\S+);/u;
  let stdout = '';
  up.child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  await until('the server and its workers', () => ready.test(stdout));
  const [, address = '', uiUrl = ''] = ready.exec(stdout) ?? [];
  return { ...up, address, uiUrl };
}

export type Workplace = Awaited<ReturnType<typeof openWorkplace>>;

/** The tester's own keys and servers must not take part; the shared cache of parts may. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(OPENAI_|AWS_|TEMPORAL_|CONVRECSTUDIO_(?!CACHE|PYTHON))/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

/** Hashes of every file of a run's dataset, by name. */
export async function datasetHashes(runFolder: string): Promise<Record<string, string>> {
  const data = join(runFolder, 'dataset', 'data');
  const hashes: Record<string, string> = {};
  for (const name of (await readdir(data)).sort()) {
    hashes[name] = createHash('sha256')
      .update(await readFile(join(data, name)))
      .digest('hex');
  }
  return hashes;
}

/** The same of a store's artefacts below a prefix. */
export async function hashesOf(store: ArtefactStore, prefix: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for await (const key of store.list(prefix)) {
    const bytes = (await store.get(key)) ?? new Uint8Array();
    hashes[key.slice(prefix.length)] = createHash('sha256').update(bytes).digest('hex');
  }
  return hashes;
}

export const readJsonFile = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** Resolves once the condition holds; throws after the deadline. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  deadlineMs = 120_000,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The pid of a worker process of a command, by the roles that it serves. */
export async function workerPid(parent: number, roles: string): Promise<number | null> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
  for (const pid of children.trim().split(' ').filter(Boolean).map(Number)) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (words.includes(roles)) return pid;
  }
  return null;
}
