import { readdir, readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;

export interface ProcessUsage {
  /** Seconds so far. */
  readonly cpu: number;
  readonly rssMb: number;
  readonly peakMb: number;
}

/** Of a process, its threads included (Linux). */
export async function usageOf(pid: number): Promise<ProcessUsage> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (mark: RegExp): number => Number(mark.exec(status)?.[1] ?? 0) / 1024;
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    rssMb: megabytes(/VmRSS:\s+(\d+)/u),
    peakMb: megabytes(/VmHWM:\s+(\d+)/u),
  };
}

/** The children of a process, with their command lines. */
export async function childrenOf(parent: number): Promise<{ pid: number; command: string }[]> {
  const children: { pid: number; command: string }[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    try {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8');
      if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== parent) continue;
      const command = (await readFile(`/proc/${name}/cmdline`, 'utf8')).replaceAll('\0', ' ');
      children.push({ pid: Number(name), command });
    } catch {
      // It has ended meanwhile.
    }
  }
  return children;
}
