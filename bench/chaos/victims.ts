import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { until } from '../../test/end-to-end/command-line.ts';
import type { Workplace } from '../../test/end-to-end/command-line.ts';
import type { S3Server } from '../../test/infra/storage/s3-server.ts';

/** The processes of a run that may be killed. The store is one of them where it is a server. */
export const PROCESSES = [
  'dialogs worker',
  'second dialogs worker',
  'compute worker',
  'temporal server',
  'store',
] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** In turn, and together. */
export const KILLS: readonly (readonly ProcessName[])[] = [
  ['dialogs worker'],
  ['second dialogs worker'],
  ['compute worker'],
  ['temporal server'],
  ['store'],
  ['dialogs worker', 'second dialogs worker'],
  ['temporal server', 'store'],
  ['dialogs worker', 'second dialogs worker', 'compute worker', 'temporal server', 'store'],
];

const MARKS: Readonly<Partial<Record<ProcessName, string>>> = {
  'dialogs worker': 'workflows,dialogs',
  'compute worker': 'profiling,training',
  'temporal server': 'start-dev',
};

async function childWith(parent: number, mark: string): Promise<number | null> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
  for (const pid of children.trim().split(' ').filter(Boolean).map(Number)) {
    if ((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(mark)) return pid;
  }
  return null;
}

const ServerSchema = z.object({ port: z.number() });

/**
 * A run by the command line, which keeps its server and its two workers alive, and beside it a second worker for dialogs,
 * kept alive from here, as on another machine.
 */
export function startRun(
  workplace: Workplace,
  options: {
    readonly name: string;
    readonly config: string;
    readonly env: Readonly<Record<string, string>>;
    readonly secondEnv: Readonly<Record<string, string>>;
    readonly s3: S3Server | null;
  },
) {
  const { s3, name } = options;
  const run = workplace.start(['run', options.config, '--json'], options.env);
  const end = { isOver: false };
  void run.ended.then(() => (end.isOver = true));
  let second: ReturnType<Workplace['start']> | null = null;
  const supervised = (async () => {
    const record = join(workplace.folder, '.convrecstudio', 'temporal-server.json');
    await until(
      'the server',
      () =>
        end.isOver ||
        readFile(record).then(
          () => true,
          () => false,
        ),
    );
    while (!end.isOver) {
      const { port } = ServerSchema.parse(JSON.parse(await readFile(record, 'utf8').catch(() => '{"port":1}')));
      const env = {
        ...options.secondEnv,
        TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
        CONVRECSTUDIO_TASK_QUEUE: `convrecstudio-${name}`,
      };
      second = workplace.start(['worker', '--roles', 'workflows,dialogs'], env);
      await Promise.race([second.ended, run.ended]);
      if (!end.isOver) await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    second?.child.kill('SIGTERM');
    await second?.ended;
  })();
  return {
    run,
    supervised,
    isOver: () => end.isOver,
    /** False: it was not there to be killed. */
    async kill(victim: ProcessName): Promise<boolean> {
      if (victim === 'store') {
        await s3?.kill();
        return s3 !== null;
      }
      const mark = MARKS[victim];
      const pid = mark === undefined ? (second?.child.pid ?? null) : await childWith(run.child.pid ?? 0, mark);
      if (pid === null || pid === 0) return false;
      try {
        return process.kill(pid, 'SIGKILL');
      } catch {
        return false;
      }
    },
  };
}
