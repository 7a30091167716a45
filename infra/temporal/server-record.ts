import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Left in the state folder by whoever started the server, so that the next command finds it. */
const ServerRecordSchema = z.object({
  pid: z.number().int().positive(),
  port: z.number().int().positive(),
  uiPort: z.number().int().positive(),
  /** Start time of the process as the kernel tells it; null where it does not. */
  startedTicks: z.string().nullable(),
});
export type ServerRecord = z.infer<typeof ServerRecordSchema>;

const FILE = 'temporal-server.json';

export async function readServerRecord(stateDir: string): Promise<ServerRecord | null> {
  const text = await readFile(join(stateDir, FILE), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return ServerRecordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export async function writeServerRecord(stateDir: string, record: ServerRecord): Promise<void> {
  const temporary = join(stateDir, `${FILE}.${process.pid}.tmp`);
  await writeFile(temporary, `${JSON.stringify(record)}\n`);
  await rename(temporary, join(stateDir, FILE));
}

export async function removeServerRecord(stateDir: string): Promise<void> {
  await rm(join(stateDir, FILE), { force: true });
}

/** Whether the process of the record still lives, and is that process: pids are used again after a reboot. */
export async function isAlive(record: ServerRecord): Promise<boolean> {
  try {
    process.kill(record.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return record.startedTicks === null || (await startedTicks(record.pid)) === record.startedTicks;
}

/** Field 22 of /proc/PID/stat (Linux): with the pid, it names one process. A dead process waiting to be reaped is none. */
export async function startedTicks(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The program's name, in parentheses, may hold spaces: fields are counted after it (state is the first).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}
