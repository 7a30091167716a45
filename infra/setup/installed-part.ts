import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Written last, inside the staging folder: what a finished part consists of. */
const RECEIPT = 'part.json';

const ReceiptSchema = z.object({
  name: z.string(),
  version: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int().nonnegative() })),
});
export type Receipt = z.infer<typeof ReceiptSchema>;

export interface InstalledPart<Name extends string = string> {
  readonly name: Name;
  readonly version: string;
  readonly directory: string;
  /** The program, where the part is one. */
  readonly executable: string | null;
  readonly bytes: number;
}

export async function writeReceipt(directory: string, name: string, version: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files: Receipt['files'] = [];
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.push({ path: path.slice(directory.length + 1), bytes: (await stat(path)).size });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  await writeFile(join(directory, RECEIPT), `${JSON.stringify({ name, version, files }, null, 1)}\n`);
}

export type Inspection =
  | { readonly state: 'installed'; readonly bytes: number }
  | { readonly state: 'missing' }
  /** There, but not as it was installed: something removed or changed files in the cache. */
  | { readonly state: 'damaged'; readonly problem: string };

/** Compares a part's folder with its receipt, by names and sizes (hashes were checked before it was moved there). */
export async function inspectFolder(directory: string): Promise<Inspection> {
  if ((await stat(directory).catch(() => null)) === null) return { state: 'missing' };
  const text = await readFile(join(directory, RECEIPT), 'utf8').catch(() => null);
  const receipt = ReceiptSchema.safeParse(text === null ? null : parseJson(text));
  if (!receipt.success) return { state: 'damaged', problem: `${RECEIPT} is missing or unreadable` };
  for (const file of receipt.data.files) {
    const found = await stat(join(directory, file.path)).catch(() => null);
    if (found?.size !== file.bytes) return { state: 'damaged', problem: `${file.path} is missing or changed` };
  }
  return { state: 'installed', bytes: receipt.data.files.reduce((total, file) => total + file.bytes, 0) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
