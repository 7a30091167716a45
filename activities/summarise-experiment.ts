import type { Arm, ExperimentDesign } from '../core/experiments/arms.ts';
import { experimentPage } from '../core/experiments/experiment-page.ts';
import { experimentTable, type ArmResult, type ExperimentTable } from '../core/experiments/experiment-table.ts';
import { NoiseCountsSchema } from '../core/experiments/label-noise.ts';
import type { ArmDialog } from '../core/experiments/measures.ts';
import { planShape } from '../core/planning/plan-shape.ts';
import { checkByReference } from '../core/experiments/reference-check.ts';
import { readByReference } from '../core/experiments/reference-reading.ts';
import { tableMarkdown } from '../core/experiments/table-markdown.ts';
import { PipelineError } from '../core/errors.ts';
import type { Listener } from '../core/fidelity/second-reading.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';
import type { EvidenceBase } from '../core/profiles/evidence-base.ts';
import type { DialogRecord } from '../core/simulation/dialog.ts';
import { readAttempts, readEveryRecord } from './dialog-records.ts';
import { openListener } from './open-listener.ts';
import type { ActivityPorts } from './ports.ts';
import type { RunFolder } from './run-folder.ts';
import { openWorldAs } from './run-world.ts';

/**
 * Reads the arms, which must be made, and writes `table.json`, `table.md` and `report.html` into the base run's folder: the
 * same stored arms, the same bytes. `armFolder` opens an arm's folder.
 */
export async function summariseExperiment(
  ports: Pick<ActivityPorts, 'encoder' | 'entailment'>,
  folder: RunFolder,
  design: ExperimentDesign,
  armFolder: (run: string) => RunFolder,
): Promise<ExperimentTable> {
  const config = await folder.config();
  const { base } = await openWorldAs(folder, { ...config, profile: { ...config.profile, use: 'temporal' } });
  const reference = { base, listener: await openListener(ports, folder) };
  const read = (arm: Arm): Promise<ArmResult> => readArm(arm, armFolder(arm.config.name), reference, design.targets);
  const control = await read(design.control);
  const others: ArmResult[] = [];
  for (const arm of design.others) {
    const result = await read(arm);
    assertSameTargets(control, result);
    others.push(result);
  }
  const { provider } = config.llm;
  const table = experimentTable({ design, provider, seed: config.seed, arms: [control, ...others] });
  const root = folder.keys.experiment(design.experiment);
  const put = (name: string, text: string): Promise<void> =>
    folder.store.put(`${root}/${name}`, new TextEncoder().encode(text));
  await put('report.html', experimentPage(table));
  await put('table.md', tableMarkdown(table));
  await folder.writeJson(`${root}/table.json`, table);
  return table;
}

interface Reference {
  readonly base: EvidenceBase;
  readonly listener: Listener;
}

/** An arm that was once made for more targets is read as far as is asked. */
async function readArm(
  { name, config }: Arm,
  folder: RunFolder,
  reference: Reference,
  targets: number,
): Promise<ArmResult> {
  const records = (await readEveryRecord(folder)).filter(({ ordinal }) => ordinal < targets);
  const dialogs: ArmDialog[] = [];
  for (const record of records.sort((a, b) => a.ordinal - b.ordinal)) {
    dialogs.push(await readDialog(record, folder, reference));
  }
  const noise = await folder.findJson(folder.keys.labelNoise, NoiseCountsSchema);
  return { name, run: config.name, dialogs, noise };
}

async function readDialog(record: DialogRecord, folder: RunFolder, reference: Reference): Promise<ArmDialog> {
  const { dialogId, userId, targetItemId, attempts, turns, usage } = record;
  const plan = await folder.readJson(folder.keys.plan(dialogId), DialogPlanSchema);
  const all = await readAttempts(folder, [record]);
  const last = all.at(-1);
  if (last === undefined) throw new RangeError(`${dialogId} has no attempt`);
  return {
    dialogId,
    userId,
    targetItemId,
    accepted: record.status === 'accepted',
    attempts,
    firstViolations: (all[0] ?? last).violations.map(({ check }) => check),
    referenceViolations: await checkByReference(plan, last, reference.base, reference.listener),
    turns: turns.length,
    shape: planShape(plan),
    turnedDown: plan.rejected.length,
    reference: readByReference(plan, turns, reference.base),
    usage,
  };
}

/** Arms are compared target by target: another one, or one that is missing, would compare unlike things. */
function assertSameTargets(control: ArmResult, other: ArmResult): void {
  const namesOf = ({ dialogs }: ArmResult): string =>
    JSON.stringify(dialogs.map(({ dialogId, userId, targetItemId }) => [dialogId, userId, targetItemId]));
  if (namesOf(control) === namesOf(other)) return;
  throw new PipelineError(
    'artefact_invalid',
    `the arms ${control.run} and ${other.run} have not attempted the same targets: delete both runs' folders and run the experiment again`,
    { subject: other.run },
  );
}
