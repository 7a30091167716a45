import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names this process in the names of its unfinished files, so that others can tell at once that their writer is dead. Only
 * where it is certain: the same boot of the same kernel and the same process namespace (a store may be shared between
 * machines and containers, whose process ids mean nothing here), and no process of that id and start.
 */
const MARK = /^([0-9a-f]{12})-(\d+)-(\d+)$/;

/** Null where the platform does not tell (not Linux). */
let own: string | null | undefined;

export function ownMark(): string | null {
  own ??= makeMark();
  return own;
}

function makeMark(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    const place = createHash('sha256').update(boot).update(readlinkSync('/proc/self/ns/pid')).digest('hex');
    const started = startOf(process.pid);
    return started === null ? null : `${place.slice(0, 12)}-${process.pid}-${started}`;
  } catch {
    return null;
  }
}

/** True only for a process of this machine and namespace that is certainly gone. */
export function isGone(mark: string): boolean {
  const [, place, pid, started] = MARK.exec(mark) ?? [];
  if (place === undefined || ownMark()?.startsWith(`${place}-`) !== true) return false;
  return startOf(Number(pid)) !== started;
}

/** Field 22 of /proc/PID/stat; null for no process, and for a dead one that waits to be reaped. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in parentheses, may hold spaces: fields are counted after it (state is the first).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
