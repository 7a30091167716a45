import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { checkFidelity, checkFidelityByMeaning } from '../../../core/fidelity/check-dialog.ts';
import type { Listener } from '../../../core/fidelity/second-reading.ts';
import type { Transcript, Violation } from '../../../core/simulation/dialog.ts';
import { type KINDS, readHeldOut } from './held-out.ts';

export interface Judged {
  readonly file: string;
  readonly id: string;
  readonly kind: 'honest' | (typeof KINDS)[number];
  readonly transcript: Transcript;
  readonly byRules: readonly Violation[];
  readonly byMeaning: readonly Violation[];
}

const FOLDER = join(fileURLToPath(new URL('.', import.meta.url)), 'held-out');

/** Every dialog of a writer ("a", "b"; "": both), as the checks judge it. */
export async function judgeHeldOut(writer: string, listener: Listener): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const file of (await readdir(FOLDER)).filter((name) => name.startsWith(writer)).sort()) {
    const { plan, base, honest, broken } = readHeldOut(JSON.parse(await readFile(join(FOLDER, file), 'utf8')));
    for (const { id, kind, transcript } of [...honest.map((one) => ({ ...one, kind: 'honest' as const })), ...broken]) {
      const input = { plan, base, transcript };
      const byMeaning = await checkFidelityByMeaning(input, listener);
      judged.push({ file, id, kind, transcript, byRules: checkFidelity(input), byMeaning });
    }
  }
  return judged;
}
