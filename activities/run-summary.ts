import { RunSummarySchema } from '../core/dataset/run-summary.ts';
import type { RunSummary } from '../core/dataset/run-summary.ts';
import { SelectionSchema } from '../core/dataset/selection.ts';
import { type AuditedDialog, auditDialogs, readForAudit } from '../core/judging/audit-dialogs.ts';
import { LABEL_PROMPT_HASH, LABEL_PROMPT_VERSION } from '../core/aspects/label-prompt.ts';
import { PROMPT_HASH, PROMPT_VERSION } from '../core/simulation/prompts/prompt-version.ts';
import { SPLITS } from '../core/reviews/review.ts';
import { originOf } from './borrow-aspects.ts';
import { countByAttempt, readEveryRecord, readRecords, readSelected } from './dialog-records.ts';
import { settledIds } from './dataset-activities.ts';
import { reportProgress } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import type { RunFolder } from './run-folder.ts';
import type { PlannedWorld } from './run-world.ts';

/** Some 20 ms each: a worker that shows no sign of life for two minutes is taken for dead, and its work begun anew. */
const DIALOGS_PER_BREATH = 20;

/** Writes manifest.json, audit.json and last summary.json: where the summary stands, the run is whole. */
export async function summariseRun(
  ports: ActivityPorts,
  world: PlannedWorld,
  status: RunSummary['status'],
  seconds: Readonly<Record<string, number>>,
): Promise<void> {
  const { folder, base } = world;
  const dialogs = await readSelected(folder);
  const clusters = base.clusters;
  const read: AuditedDialog[] = [];
  for (const [at, dialog] of dialogs.entries()) {
    read.push(readForAudit(dialog, base, clusters));
    if (at % DIALOGS_PER_BREATH !== 0) continue;
    reportProgress('audit dialogs', at, dialogs.length);
    await ports.breathe();
  }
  await folder.writeJson(folder.keys.audit, auditDialogs({ dialogs, base, clusters, read }));
  await folder.writeJson(folder.keys.manifest, await manifestOf(ports, world));
  await folder.writeJson(folder.keys.summary, await countRun(world, status, seconds));
}

async function countRun(
  { folder, config, targets }: PlannedWorld,
  status: RunSummary['status'],
  seconds: Readonly<Record<string, number>>,
): Promise<RunSummary> {
  const selection = await folder.readJson(folder.keys.selection, SelectionSchema);
  const looked = await readRecords(folder, await settledIds(folder, targets));
  const selected = new Set(selection.selected);
  // Surplus dialogs cost as well: every record in the store counts towards the model's bill.
  const all = await readEveryRecord(folder);
  const total = (count: (usage: (typeof all)[number]['usage']) => number): number =>
    all.reduce((sum, { usage }) => sum + count(usage), 0);
  return RunSummarySchema.parse({
    status,
    dialogs: {
      requested: config.target.dialogs,
      accepted: selection.selected.length,
      rejected: looked.filter((record) => record.status === 'rejected').length,
      duplicates: selection.duplicates.length,
      exhausted: status === 'exhausted',
      byAttempt: countByAttempt(looked.filter(({ dialogId }) => selected.has(dialogId))),
    },
    llm: {
      calls: total(({ calls }) => calls),
      replayed: total(({ replayed }) => replayed),
      promptTokens: total(({ promptTokens }) => promptTokens),
      completionTokens: total(({ completionTokens }) => completionTokens),
      costUsd: total(({ costMicroUsd }) => costMicroUsd) / 1e6,
      unknownCostUsd: total(({ unknownCostMicroUsd }) => unknownCostMicroUsd) / 1e6,
    },
    stages: stagesOf(seconds),
  });
}

/** Writes later times of the stages into the summary; false: there is none. */
export async function retime(folder: RunFolder, seconds: Readonly<Record<string, number>>): Promise<boolean> {
  const standing = await folder.findJson(folder.keys.summary, RunSummarySchema);
  if (standing === null) return false;
  await folder.writeJson(folder.keys.summary, { ...standing, stages: stagesOf(seconds) });
  return true;
}

const stagesOf = (seconds: Readonly<Record<string, number>>): RunSummary['stages'] =>
  Object.fromEntries(Object.entries(seconds).map(([stage, value]) => [stage, { seconds: value }]));

/** What made the data, and the hashes of what was made: equal hashes, equal dataset. */
async function manifestOf(ports: ActivityPorts, { folder, config }: PlannedWorld): Promise<unknown> {
  const { keys } = folder;
  const files: string[] = [
    keys.reviews,
    keys.items,
    keys.clusters,
    keys.centroids,
    keys.sentences,
    keys.targets,
    keys.rejections,
  ];
  files.push(...SPLITS.map((split) => keys.datasetSplit(split)));
  const sha256: Record<string, string> = {};
  for (const key of files) {
    sha256[key.slice(keys.root.length + 1)] = await folder.sha256(key);
  }
  return {
    run: folder.ref.run,
    seed: config.seed,
    versions: ports.versions,
    prompts: {
      version: PROMPT_VERSION,
      sha256: PROMPT_HASH,
      labels: { version: LABEL_PROMPT_VERSION, sha256: LABEL_PROMPT_HASH },
    },
    aspects: await originOf(folder),
    sha256,
  };
}
