/**
 * Judges a run's stored attempts again, by today's checks, and compares with the verdicts that stand: what a change of the
 * checks changes, and what they cost.
 *   npx tsx bench/recheck.ts RUN [--store URI] [--attempts N]
 * Prints the attempts whose violations differ, and per attempt: processor time of this process, pairs that inference was
 * asked about, sentences embedded.
 */
import { parseArgs } from 'node:util';

import { readAttempts, readEveryRecord } from '../activities/dialog-records.ts';
import { openListener } from '../activities/open-listener.ts';
import { openRunWorld } from '../activities/run-world.ts';
import { openExistingRun } from '../cli/run-reader.ts';
import { checkFidelityByMeaning } from '../core/fidelity/check-dialog.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';
import type { Violation } from '../core/simulation/dialog.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { openEncoder } from '../workers/open-encoder.ts';
import { openEntailment } from '../workers/open-entailment.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { store: { type: 'string' }, attempts: { type: 'string', default: '1000000' } },
});
const [run] = positionals;
if (run === undefined) throw new RangeError('usage: bench/recheck.ts RUN [--store URI] [--attempts N]');

const folder = await openExistingRun(run, values.store);
const { base } = await openRunWorld(folder);
const counts = { embedded: 0, pairs: 0, seconds: 0, attempts: 0, differ: 0, accepted: 0 };
const encoder = await openEncoder(process.env);
const counting: SentenceEncoder = {
  ...encoder,
  encode: (sentences, options) => {
    if (options?.passing === true) counts.embedded += sentences.length;
    return encoder.encode(sentences, options);
  },
};
const listener = await openListener(
  {
    encoder: async () => counting,
    entailment: async () => {
      const model = await openEntailment(process.env);
      return {
        ...model,
        entails: (pairs) => {
          counts.pairs += pairs.length;
          return model.entails(pairs);
        },
      };
    },
  },
  folder,
);

const records = (await readEveryRecord(folder)).slice(0, Number(values.attempts));
for (const attempt of (await readAttempts(folder, records)).slice(0, Number(values.attempts))) {
  const plan = await folder.readJson(folder.keys.plan(attempt.dialogId), DialogPlanSchema);
  // What broke an attempt off was no check: it has neither a verdict of theirs.
  const brokenOff = attempt.violations.some(({ check }) => !/^(?:execution|behaviour)\//u.test(check));
  if (brokenOff) continue;
  const start = process.cpuUsage();
  const found = await checkFidelityByMeaning({ plan, transcript: { ...attempt, violations: [] }, base }, listener);
  const { user, system } = process.cpuUsage(start);
  counts.seconds += (user + system) / 1e6;
  counts.attempts += 1;
  if (found.length === 0) counts.accepted += 1;
  if (JSON.stringify(found) === JSON.stringify(attempt.violations)) continue;
  counts.differ += 1;
  console.log(`${attempt.dialogId}/${attempt.attempt}: was ${told(attempt.violations)}; is ${told(found)}`);
}
const each = (count: number, digits = 2): string => (count / Math.max(1, counts.attempts)).toFixed(digits);
console.log(
  `${counts.attempts} attempts, ${counts.accepted} accepted now, ${counts.differ} judged otherwise than they stand; each ` +
    `${each(counts.seconds, 3)} CPU-s, ${each(counts.pairs)} pairs, ${each(counts.embedded)} sentences embedded`,
);
process.exit(0);

function told(violations: readonly Violation[]): string {
  return violations.length === 0
    ? 'accepted'
    : violations.map(({ check, turnIndex, found }) => `${check} ${turnIndex} (${found})`).join(', ');
}
