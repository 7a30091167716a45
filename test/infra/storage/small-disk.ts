import { execFileSync } from 'node:child_process';
import { open } from 'node:fs/promises';

/** A file system of its own on the folder, so small that it can be filled; null where this user may not mount one. */
export function mountSmallDisk(folder: string, mebibytes: number): (() => void) | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
    return () => void execFileSync('umount', ['-l', folder]);
  } catch {
    return null;
  }
}

/** To the last byte: with a block left, small artefacts would still find room. */
export async function fillDisk(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const bytes of [1 << 20, 1 << 12, 1]) {
      const piece = Buffer.alloc(bytes);
      const isWritten = (): Promise<boolean> =>
        file.write(piece).then(
          ({ bytesWritten }) => bytesWritten === bytes,
          () => false,
        );
      while (await isWritten()) continue;
    }
  } finally {
    await file.close();
  }
}
