import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { PipelineError } from '../core/errors.ts';

/** Writes files below a folder, each whole or absent; throws where one stands already. */
export async function writeExport(
  out: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, bytes } of files) {
    const path = join(resolve(out), name);
    await mkdir(dirname(path), { recursive: true });
    const part = `${path}.${process.pid}.tmp`;
    try {
      await writeFile(part, bytes);
      // A link, not a rename: it fails where a file stands.
      await link(part, path);
    } catch (error) {
      throw new PipelineError(
        'store_denied',
        `${path} stands already or cannot be written: name another folder (--out)`,
        { subject: path },
        error,
      );
    } finally {
      await rm(part, { force: true });
    }
    paths.push(path);
  }
  return paths;
}
