/**
 * The checks on dialogs by hand (test/core/fidelity/held-out), whose writers had read neither the checks nor the template
 * model: broken ones caught by kind, honest ones refused; by rules alone, and with the second reading by meaning.
 *   npx tsx bench/held-out.ts [a|b] [--show]   one writer's dialogs; what was judged wrongly
 * The checks were worked on with writer a's dialogs; nothing was adapted to writer b's.
 */
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { KINDS } from '../test/core/fidelity/held-out.ts';
import { judgeHeldOut, type Judged } from '../test/core/fidelity/judge-held-out.ts';
import { seedListener } from '../test/core/fidelity/seed-listener.ts';
import { openEncoder } from '../workers/open-encoder.ts';
import { openEntailment } from '../workers/open-entailment.ts';

const writer = process.argv[2]?.match(/^[ab]$/u)?.[0] ?? '';
await loadTensorFlow('auto', process.env);
const listener = await seedListener(await openEncoder(process.env), await openEntailment(process.env));
const judged = await judgeHeldOut(writer, listener);
if (process.argv.includes('--show')) for (const one of judged) explain(one);
console.log('refused by rules | with the second reading | of');
for (const kind of ['honest', ...KINDS]) {
  const own = judged.filter((one) => one.kind === kind);
  const refused = (by: 'byRules' | 'byMeaning'): string =>
    String(own.filter((one) => one[by].length > 0).length).padStart(4);
  console.log(`${kind.padEnd(16)} ${refused('byRules')} | ${refused('byMeaning')} | ${own.length}`);
}

function explain({ file, id, kind, transcript, byMeaning }: Judged): void {
  if (byMeaning.length > 0 !== (kind === 'honest')) return;
  if (byMeaning.length === 0) console.log(`${file} ${id} ${kind}: let pass`);
  for (const { check, nodeId, turnIndex, expected, found } of byMeaning) {
    const text = turnIndex === null ? '' : transcript.turns[turnIndex]?.text;
    console.log(`${file} ${id} ${kind}: ${check} ${nodeId} ${expected} | ${found} | ${text}`);
  }
}
