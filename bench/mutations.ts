/**
 * The checks against dialogs that are known to be broken, and against honest ones in other words:
 *   npx tsx bench/mutations.ts STORE RUN [PER_KIND]              a table by kind (200 mutants each), and by act
 *   npx tsx bench/mutations.ts STORE RUN [PER_KIND] --variants   by variant of each kind
 *   npx tsx bench/mutations.ts STORE RUN [PER_KIND] --show KIND  the mutants of a kind (or "all") that escaped
 *   npx tsx bench/mutations.ts STORE RUN [PER_KIND] --show honest  the honest ones that were refused
 *   npx tsx bench/mutations.ts STORE RUN [PER_KIND] --seed N     other mutants
 * The unmutated dialogs were accepted by the checks of their day: refused now, they show that the checks have changed.
 */
import { parseArgs } from 'node:util';

import { openListener } from '../activities/open-listener.ts';
import { openRunWorld } from '../activities/run-world.ts';
import { openExistingRun } from '../cli/run-reader.ts';
import { table } from '../cli/table.ts';
import { checkFidelityByMeaning } from '../core/fidelity/check-dialog.ts';
import { makeMutants, type MadeMutant } from '../core/judging/mutations/make-mutants.ts';
import type { AcceptedDialog } from '../core/judging/mutations/mutation.ts';
import { paraphraseDialog, paraphraseTurns } from '../core/judging/mutations/paraphrases.ts';
import { MUTATORS, type MutationKind } from '../core/judging/mutations/registry.ts';
import { wilsonInterval } from '../core/judging/mutations/wilson.ts';
import { createRandom, deriveSeed } from '../core/random.ts';
import type { Transcript, Violation } from '../core/simulation/dialog.ts';
import { openEncoder } from '../workers/open-encoder.ts';
import { openEntailment } from '../workers/open-entailment.ts';
import { readAcceptedDialogs } from './accepted-dialogs.ts';
import { FITTING_CHECKS } from './fitting-checks.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { show: { type: 'string' }, variants: { type: 'boolean' }, seed: { type: 'string' } },
});
const [storeUri, run, perKind = '200'] = positionals;
if (storeUri === undefined || run === undefined) {
  throw new Error('usage: bench/mutations.ts STORE RUN [PER_KIND] [--variants] [--show KIND|all|honest] [--seed N]');
}
const count = Number(perKind);
const seed = Number(values.seed ?? 1);
const kinds = Object.keys(MUTATORS) as MutationKind[]; // its keys by definition

const folder = await openExistingRun(run, storeUri);
const { base } = await openRunWorld(folder);
const listener = await openListener(
  { encoder: () => openEncoder(process.env), entailment: () => openEntailment(process.env) },
  folder,
);
const accepted = await readAcceptedDialogs(folder);
/** Only these can show what a mutation changes. */
const standing = await inTurn(accepted, (dialog) => violationsOf(dialog, dialog.transcript));
const dialogs = accepted.filter((_, place) => standing[place]?.length === 0);

if (values.show === 'honest') await showRefused();
else if (values.show !== undefined) await showEscapes(values.show);
else {
  printUnmutated();
  await printKinds();
  await printHonest();
}

/** One after the other: the encoder takes two threads of its own. */
async function inTurn<T, U>(all: readonly T[], work: (one: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (const one of all) done.push(await work(one));
  return done;
}

function violationsOf({ plan }: AcceptedDialog, transcript: Transcript): Promise<Violation[]> {
  return checkFidelityByMeaning({ plan, base, transcript }, listener);
}

function printUnmutated(): void {
  const refused = accepted.filter((dialog) => !dialogs.includes(dialog));
  const share = percent(refused.length, accepted.length);
  console.log(`${accepted.length} accepted dialogs of ${run}; refused as they stand: ${refused.length}, ${share}`);
  console.log('(0 by construction, unless the checks have changed since; those refused are left out below)');
  for (const dialog of refused.slice(0, 5)) {
    const [violation] = standing[accepted.indexOf(dialog)] ?? [];
    console.log(`  ${dialog.plan.dialogId}: ${violation ? `${violation.check}, found ${violation.found}` : ''}`);
  }
}

interface Judged extends MadeMutant {
  readonly violations: readonly Violation[];
}

function judge(kind: MutationKind): Promise<Judged[]> {
  return inTurn(makeMutants(kind, dialogs, base, { count, seed }), async (one) => ({
    ...one,
    violations: await violationsOf(one.dialog, one.mutant.transcript),
  }));
}

async function printKinds(): Promise<void> {
  const rows = await inTurn(kinds, async (kind) => {
    const judged = await judge(kind);
    const variants = values.variants === true ? [...new Set(judged.map(({ mutant }) => mutant.variant))].sort() : [];
    return [
      rowOf(kind, kind, judged),
      ...variants.map((name) =>
        rowOf(
          kind,
          `  ${name}`,
          judged.filter(({ mutant }) => mutant.variant === name),
        ),
      ),
    ];
  });
  console.log(
    `\n${table(['kind', 'made', 'caught', 'share', '95 %', 'by a fitting check', 'most often by'], rows.flat())}`,
  );
}

function rowOf(kind: MutationKind, name: string, judged: readonly Judged[]): (string | number)[] {
  const caught = judged.filter(({ violations }) => violations.length > 0);
  const fitting = caught.filter(({ violations }) =>
    violations.some(({ check }) => FITTING_CHECKS[kind].some((start) => check.startsWith(start))),
  );
  const share = percent(caught.length, judged.length);
  return [
    name,
    judged.length,
    caught.length,
    share,
    interval(caught.length, judged.length),
    percent(fitting.length, judged.length),
    mostOften(caught),
  ];
}

function mostOften(judged: readonly Judged[]): string {
  const counts = new Map<string, number>();
  for (const { violations } of judged) {
    for (const check of new Set(violations.map((violation) => violation.check)))
      counts.set(check, (counts.get(check) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([left, n], [right, m]) => m - n || (left < right ? -1 : 1));
  return ranked
    .slice(0, 3)
    .map(([check, n]) => `${check} ${n}`)
    .join(', ');
}

interface Said {
  readonly acts: readonly string[];
  readonly dialog: AcceptedDialog;
  readonly transcript: Transcript;
  readonly at: readonly number[];
  readonly violations: readonly Violation[];
}

async function honest(): Promise<Said[]> {
  const said = await inTurn(dialogs, (dialog) => {
    const random = createRandom(deriveSeed(seed, 'paraphrased dialog', dialog.plan.dialogId));
    const whole = { acts: ['whole dialogs'], paraphrase: paraphraseDialog(dialog, base, random) };
    return inTurn([...paraphraseTurns(dialog, base, seed), whole], async ({ acts, paraphrase }) => ({
      acts,
      dialog,
      ...paraphrase,
      violations: await violationsOf(dialog, paraphrase.transcript),
    }));
  });
  return said.flat();
}

async function printHonest(): Promise<void> {
  const said = await honest();
  const names = [...new Set(said.flatMap(({ acts }) => acts))].sort();
  const rowFor = (name: string, those: readonly Said[]): (string | number)[] => {
    const refused = those.filter(({ violations }) => violations.length > 0);
    return [
      name,
      those.length,
      refused.length,
      percent(refused.length, those.length),
      interval(refused.length, those.length),
    ];
  };
  const turns = said.filter(({ acts }) => !acts.includes('whole dialogs'));
  const rows = [
    ...names.map((name) =>
      rowFor(
        name,
        said.filter(({ acts }) => acts.includes(name)),
      ),
    ),
    rowFor('one turn, of any act', turns),
  ];
  console.log(table(['honest in other words', 'made', 'refused', 'share', '95 %'], rows));
}

async function showEscapes(name: string): Promise<void> {
  const chosen = kinds.filter((kind) => name === 'all' || kind === name);
  if (chosen.length === 0) throw new Error(`no kind "${name}": ${kinds.join(', ')}`);
  for (const kind of chosen) {
    const escaped = (await judge(kind)).filter(({ violations }) => violations.length === 0);
    for (const { dialog, mutant } of escaped)
      show(dialog, mutant.transcript, mutant.at, [`${kind}: ${mutant.variant}`]);
    console.log(`${kind}: ${escaped.length} escaped\n`);
  }
}

async function showRefused(): Promise<void> {
  const refused = (await honest()).filter(({ violations, at }) => violations.length > 0 && at.length === 1);
  for (const { dialog, transcript, at, violations } of refused) {
    show(
      dialog,
      transcript,
      at,
      violations.map(({ check, expected, found }) => `${check}: expected ${expected}; found ${found}`),
    );
  }
  console.log(`${refused.length} refused`);
}

/** The mutated turns, the one before and the one after. */
function show(dialog: AcceptedDialog, transcript: Transcript, at: readonly number[], notes: readonly string[]): void {
  const from = Math.min(...at) - 1;
  const to = Math.min(Math.max(...at) + 1, from + 8);
  console.log(`${dialog.plan.dialogId} ${notes.join('\n        ')}`);
  for (const turn of transcript.turns.slice(Math.max(0, from), to + 1)) {
    const acts = turn.acts.map(({ act, aspectId, polarity }) => [act, aspectId ?? '', polarity ?? ''].join(' ').trim());
    const mark = at.includes(turn.turnIndex) ? '>' : ' ';
    console.log(`  ${mark} ${turn.nodeId} ${turn.speaker}: ${turn.text}   [${acts.join(', ')}]`);
  }
  console.log('');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

function interval(part: number, whole: number): string {
  return wilsonInterval(part, whole)
    .map((bound) => (100 * bound).toFixed(1))
    .join('-');
}
