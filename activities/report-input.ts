import { RunSummarySchema } from '../core/dataset/run-summary.ts';
import { SelectionSchema } from '../core/dataset/selection.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';
import { countViolations, RejectionRowSchema } from '../core/report/count-violations.ts';
import type { ReportDialog, ReportInput } from '../core/report/report-input.ts';
import { mentionedItems, sampleItems, sampleUsers } from '../core/report/sample-profiles.ts';
import { sampleDialogIds } from '../core/report/sample-dialogs.ts';
import { DialogAuditSchema, RecommenderMetricsSchema } from '../core/report/stored-results.ts';
import { ProfileSparsitySchema } from '../core/profiles/sparsity.ts';
import { type TrainingRecord, TrainingRecordSchema } from '../core/recommender/training-record.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import { readAttempts, readRecords } from './dialog-records.ts';
import type { PlannedWorld } from './run-world.ts';

/** What the report shows, from the run's folder: counts over all of it, and a seeded sample of its dialogs. */
export async function readReportInput(world: PlannedWorld): Promise<ReportInput> {
  const { folder, config, base, targets } = world;
  const { keys } = folder;
  const selection = await folder.readJson(keys.selection, SelectionSchema);
  const rejections = (await folder.readTable(keys.rejections)).map((row) => RejectionRowSchema.parse(row));
  const dialogs = await readSample(world, sampleDialogIds(selection.selected, rejections, config.seed), selection);
  const plans = dialogs.map(({ plan }) => plan);
  const items = sampleItems(base, plans);
  return {
    config,
    summary: await folder.readJson(keys.summary, RunSummarySchema),
    funnel: await folder.readJson(keys.reviewFunnel, ReviewFunnelSchema),
    targets: targets.length,
    settled: selection.settled,
    clusters: base.clusters,
    violations: countViolations(rejections),
    audit: await folder.readJson(keys.audit, DialogAuditSchema),
    metrics: await folder.findJson(keys.recommenderMetrics, RecommenderMetricsSchema),
    trainings: await readTrainings(world),
    dialogs,
    profiling: {
      fit: base.fit,
      sparsity: await folder.readJson(keys.profileSparsity, ProfileSparsitySchema),
    },
    users: sampleUsers(base, plans),
    items,
    itemNames: new Map(
      mentionedItems(dialogs, items).map((itemId) => [itemId, base.items.get(itemId)?.name ?? itemId]),
    ),
  };
}

/** Of the configuration's variants and seeds, those that were trained. */
async function readTrainings({ folder, config }: PlannedWorld): Promise<TrainingRecord[]> {
  const { variants, seeds } = config.recommender;
  const keys = variants.flatMap((variant) => seeds.map((seed) => folder.keys.recommender(variant, seed)));
  const records = await Promise.all(keys.map((root) => folder.findJson(`${root}/training.json`, TrainingRecordSchema)));
  return records.flatMap((record) => (record === null || record.epochs.length === 0 ? [] : [record]));
}

async function readSample(
  { folder }: PlannedWorld,
  dialogIds: readonly string[],
  { selected }: { readonly selected: readonly string[] },
): Promise<ReportDialog[]> {
  const inDataset = new Set(selected);
  const records = await readRecords(folder, dialogIds);
  return Promise.all(
    records.map(async (record) => ({
      record,
      plan: await folder.readJson(folder.keys.plan(record.dialogId), DialogPlanSchema),
      attempts: await readAttempts(folder, [record]),
      inDataset: inDataset.has(record.dialogId),
    })),
  );
}
