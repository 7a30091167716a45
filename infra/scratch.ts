import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isGone, ownMark } from './storage/writer-mark.ts';

const NAME = /^convrecstudio-[a-z]+~(?<mark>[0-9a-f-]+)~/u;

/** A temporary folder, named after this process: should it be killed, the next worker here sweeps what it left. */
export const openScratch = (what: string): Promise<string> =>
  mkdtemp(join(tmpdir(), `convrecstudio-${what}~${ownMark() ?? '0'}~`));

/** Removes the temporary folders of processes of ours that are certainly gone: staged sources, spilled tables, copies. */
export async function sweepScratch(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  const left = names.filter((name) => isGone(NAME.exec(name)?.groups?.['mark'] ?? ''));
  // Somebody else's is not ours to remove, and keeps no worker from starting.
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})));
}
