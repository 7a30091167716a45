/**
 * The checks on dialogs by hand (test/core/fidelity/held-out), whose writers had read neither the checks nor the template
 * model: broken ones caught by kind, honest ones refused; by rules alone, and with the second reading by meaning.
 *   npx tsx bench/held-out.ts [a|b] [--show]   one writer's dialogs; what was judged wrongly
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { checkFidelity, checkFidelityByMeaning } from '../core/fidelity/check-dialog.ts';
import type { Transcript, Violation } from '../core/simulation/dialog.ts';
import { KINDS, readHeldOut } from '../test/core/fidelity/held-out.ts';
import { seedListener } from '../test/core/fidelity/seed-listener.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { openEncoder } from '../workers/open-encoder.ts';

const folder = join(fileURLToPath(new URL('.', import.meta.url)), '../test/core/fidelity/held-out');
const writer = process.argv[2]?.match(/^[ab]$/u)?.[0] ?? '';
const show = process.argv.includes('--show');
await loadTensorFlow('auto', process.env);
const listener = await seedListener(await openEncoder(process.env));
const files = (await readdir(folder)).filter((name) => name.startsWith(writer)).sort();
const counts = new Map<string, { made: number; rules: number; meaning: number }>();

for (const file of files) {
  const { plan, base, honest, broken } = readHeldOut(JSON.parse(await readFile(join(folder, file), 'utf8')));
  for (const { id, kind, transcript } of [...honest.map((one) => ({ ...one, kind: 'honest' })), ...broken]) {
    const row = counts.get(kind) ?? { made: 0, rules: 0, meaning: 0 };
    const found = await checkFidelityByMeaning({ plan, base, transcript }, listener);
    row.made += 1;
    if (checkFidelity({ plan, base, transcript }).length > 0) row.rules += 1;
    if (found.length > 0) row.meaning += 1;
    counts.set(kind, row);
    if (show && found.length > 0 === (kind === 'honest')) explain(`${file} ${id} ${kind}`, transcript, found);
  }
}
console.log(`${files.length} worlds; refused by rules | with the second reading | of`);
for (const kind of ['honest', ...KINDS]) {
  const { made, rules, meaning } = counts.get(kind) ?? { made: 0, rules: 0, meaning: 0 };
  console.log(`${kind.padEnd(16)} ${String(rules).padStart(4)} | ${String(meaning).padStart(4)} | ${made}`);
}

function explain(name: string, { turns }: Transcript, found: readonly Violation[]): void {
  if (found.length === 0) console.log(`${name}: let pass`);
  for (const { check, nodeId, turnIndex, expected, found: what } of found) {
    console.log(
      `${name}: ${check} ${nodeId} ${expected} | ${what} | ${turnIndex === null ? '' : turns[turnIndex]?.text}`,
    );
  }
}
