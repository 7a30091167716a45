/**
 * Dialogs by the template model outside the orchestration (plan, simulate, check, try again with the reasons), one after
 * the other on one core, for the targets of a run whose profiles stand:
 *   npx tsx bench/dialogs.ts RUN [--store URI] [--dialogs N] [--attempts 4] [--domain WORDS] [--examples 4] [--out FILE]
 *     [--unchecked]
 * Prints dialogs planned, simulated and checked a second, acceptance by attempt, and violations by kind with examples.
 * `--unchecked` takes every first attempt as it comes: what is said does not wait for what is accepted.
 * `--out` writes a JSON line a dialog, accepted or not, which bench/variety.ts reads.
 */
import { createWriteStream, type WriteStream } from 'node:fs';
import { parseArgs } from 'node:util';

import { traversalSeed } from '../activities/attempt-seeds.ts';
import { openListener } from '../activities/open-listener.ts';
import { openRunWorld } from '../activities/run-world.ts';
import { openExistingRun } from '../cli/run-reader.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import { checkFidelityByMeaning } from '../core/fidelity/check-dialog.ts';
import type { ChatModel } from '../core/llm/chat-model.ts';
import { createTemplateModel } from '../core/llm/template/template-model.ts';
import type { DialogPlan } from '../core/planning/dialog-plan.ts';
import { createPlanner } from '../core/planning/planner.ts';
import { selectTargets } from '../core/planning/select-targets.ts';
import { traversalOrder } from '../core/planning/traversal.ts';
import type { EvidenceBase } from '../core/profiles/evidence-base.ts';
import type { Transcript, Violation } from '../core/simulation/dialog.ts';
import { feedbackFor } from '../core/simulation/feedback.ts';
import { personaOf } from '../core/simulation/persona.ts';
import { simulateSuperNode, type Feedback } from '../core/simulation/simulate-super-node.ts';
import { startTranscript } from '../core/simulation/transcript.ts';
import { openEncoder } from '../workers/open-encoder.ts';
import { openEntailment } from '../workers/open-entailment.ts';
import type { BenchDialog } from './dialog-file.ts';

interface Stage {
  readonly name: string;
  seconds: number;
  runs: number;
}

const FEEDBACK_OF_NONE: Feedback = { user: [], system: [] };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    store: { type: 'string' },
    dialogs: { type: 'string', default: '1000' },
    attempts: { type: 'string', default: '4' },
    domain: { type: 'string' },
    examples: { type: 'string', default: '4' },
    out: { type: 'string' },
    unchecked: { type: 'boolean', default: false },
  },
});
const [run] = positionals;
if (run === undefined) throw new RangeError('usage: bench/dialogs.ts RUN [--store URI] [--dialogs N] [--out FILE]');

const folder = await openExistingRun(run, values.store);
const { base, config: stored } = await openRunWorld(folder);
const listener = await openListener(
  { encoder: () => openEncoder(process.env), entailment: () => openEntailment(process.env) },
  folder,
);
const config: RunConfig = { ...stored, domain: values.domain ?? stored.domain };
const targets = selectTargets(base, config);
const planner = createPlanner({ base, config, targets });
const model = createTemplateModel();
const planning = stage('planned');
const simulating = stage('attempts simulated');
const checking = stage('attempts checked');
const violations = new Map<string, Violation[]>();
const acceptedBy = Array.from({ length: Number(values.attempts) }, () => 0);
const out = values.out === undefined ? null : createWriteStream(values.out);

const wanted = targets.slice(0, Number(values.dialogs));
for (const target of wanted) {
  const plan = await timed(planning, () => planner.plan(target));
  const dialog = await generate(plan);
  if (dialog.accepted) acceptedBy[dialog.attempts - 1] = (acceptedBy[dialog.attempts - 1] ?? 0) + 1;
  out?.write(`${JSON.stringify(dialog)}\n`);
}
await closed(out);
printResults();

/** Attempts until one is accepted, each told why the one before was not. */
async function generate(plan: DialogPlan): Promise<BenchDialog> {
  let feedback = FEEDBACK_OF_NONE;
  let turns: Transcript['turns'] = [];
  for (let attempt = 1; attempt <= acceptedBy.length; attempt++) {
    const transcript = await timed(simulating, () => simulate(plan, attempt, feedback));
    const found =
      transcript.violations.length > 0 || values.unchecked
        ? transcript.violations
        : await timed(checking, () => checkFidelityByMeaning({ plan, transcript, base }, listener));
    turns = transcript.turns;
    if (found.length === 0) return benchDialog(plan, attempt, true, turns);
    for (const violation of found) keep(violation, plan, turns);
    feedback = feedbackFor(found, plan, base);
  }
  return benchDialog(plan, acceptedBy.length, false, turns);
}

async function simulate(plan: DialogPlan, attempt: number, feedback: Feedback): Promise<Transcript> {
  let transcript = startTranscript(plan, attempt);
  for (const { nodeId } of traversalOrder(plan, traversalSeed(config.seed, plan.dialogId, attempt))) {
    transcript = await simulateSuperNode(nodeInput(plan, base, model, transcript, nodeId, feedback));
    if (transcript.violations.length > 0) break;
  }
  return transcript;
}

function nodeInput(
  plan: DialogPlan,
  evidence: EvidenceBase,
  chatModel: ChatModel,
  transcript: Transcript,
  nodeId: string,
  feedback: Feedback,
): Parameters<typeof simulateSuperNode>[0] {
  return { plan, base: evidence, config, transcript, nodeId, model: chatModel, seed: config.seed, feedback };
}

function benchDialog(plan: DialogPlan, attempts: number, accepted: boolean, turns: Transcript['turns']): BenchDialog {
  const named = [...new Set([plan.targetItemId, ...plan.history, ...plan.candidates])];
  return {
    dialogId: plan.dialogId,
    persona: personaOf(config.seed, plan.dialogId).style,
    attempts,
    accepted,
    titles: named.map((itemId) => base.items.get(itemId)?.name ?? itemId),
    labels: labelsOf(plan),
    turns: turns.map(({ speaker, text }) => ({ speaker, text })),
  };
}

function labelsOf(plan: DialogPlan): string[] {
  const planned = new Set(plan.nodes.flatMap((node) => node.acts.map((act) => act.aspectId)));
  return base.clusters.filter(({ aspectId }) => planned.has(aspectId)).map(({ label }) => label);
}

function keep(violation: Violation, plan: DialogPlan, turns: Transcript['turns']): void {
  const said = violation.turnIndex === null ? '' : (turns[violation.turnIndex]?.text ?? '');
  const found = `${plan.dialogId} "${said}": ${violation.found}`;
  violations.set(violation.check, [...(violations.get(violation.check) ?? []), { ...violation, found }]);
}

function stage(name: string): Stage {
  return { name, seconds: 0, runs: 0 };
}

/** Processor time of this process: other work on the machine does not count. */
async function timed<T>(of: Stage, work: () => T | Promise<T>): Promise<T> {
  const start = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(start);
  of.seconds += (user + system) / 1e6;
  of.runs += 1;
  return result;
}

function closed(stream: WriteStream | null): Promise<void> {
  return new Promise((resolve) => (stream ? stream.end(resolve) : resolve()));
}

function printResults(): void {
  const accepted = acceptedBy.reduce((sum, count) => sum + count, 0);
  console.log(
    `${wanted.length} targets of ${targets.length}; ${accepted} accepted, by attempt ${acceptedBy.join(' ')}`,
  );
  console.log(`first attempt ${share(acceptedBy[0] ?? 0)}, all attempts ${share(accepted)}`);
  for (const { name, seconds, runs } of [planning, simulating, checking]) {
    console.log(
      `${name}: ${runs} in ${seconds.toFixed(1)} s of processor time, ${(runs / seconds).toFixed(0)} a second`,
    );
  }
  const seconds = simulating.seconds + checking.seconds;
  console.log(`dialogs simulated and checked: ${(wanted.length / seconds).toFixed(0)} a second`);
  for (const [check, found] of [...violations].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`${check}: ${found.length}`);
    for (const example of found.slice(0, Number(values.examples))) {
      console.log(`  expected ${example.expected}; found ${example.found}`);
    }
  }
}

function share(count: number): string {
  return `${((100 * count) / Math.max(1, wanted.length)).toFixed(1)} %`;
}
