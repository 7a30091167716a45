import type { AspectCluster } from '../aspects/aspect.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { RunSummary } from '../dataset/run-summary.ts';
import type { DialogAudit } from '../judging/audit-dialogs.ts';
import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { ChangePoint } from '../profiles/change-points.ts';
import type { EstimatedProfile, EstimatedStanding, TrajectoryPoint } from '../profiles/profile.ts';
import type { ProfileFit } from '../profiles/profile-fit.ts';
import type { ProfileSparsity } from '../profiles/sparsity.ts';
import type { TasteDrift } from '../profiles/taste-drift.ts';
import type { RecommenderMetrics } from '../recommender/summarise-metrics.ts';
import type { TrainingRecord } from '../recommender/training-record.ts';
import type { ReviewFunnel } from '../reviews/funnel.ts';
import type { Attempt, DialogRecord } from '../simulation/dialog.ts';
import type { ViolationCount } from './count-violations.ts';

/** What the report shows of a run, bounded whatever the run's size: counts over all of it, and a seeded sample. */
export interface ReportInput {
  readonly config: RunConfig;
  readonly summary: RunSummary;
  readonly funnel: ReviewFunnel;
  /** Targets that could be planned for, and those that the selection looked at. */
  readonly targets: number;
  readonly settled: number;
  readonly clusters: readonly AspectCluster[];
  /** Over every failed attempt, most frequent first. */
  readonly violations: readonly ViolationCount[];
  readonly audit: DialogAudit;
  /** Null: no recommender was trained. */
  readonly metrics: RecommenderMetrics | null;
  /** Of the variants that learn, with their curves. */
  readonly trainings: readonly TrainingRecord[];
  readonly dialogs: readonly ReportDialog[];
  /** What was fitted on the training period, and how much of the profiles is evidence. */
  readonly profiling: { readonly fit: ProfileFit; readonly sparsity: ProfileSparsity };
  readonly users: readonly ReportUser[];
  readonly items: readonly ReportItem[];
  /** Names of all items that the sample mentions. */
  readonly itemNames: ReadonlyMap<string, string>;
}

export interface ReportDialog {
  readonly record: DialogRecord;
  readonly plan: DialogPlan;
  /** All of them, the accepted one included, in order. */
  readonly attempts: readonly Attempt[];
  readonly inDataset: boolean;
}

/** A user's profile at several times up to a target's, oldest first; the last is what its dialog was planned from. */
export interface ReportUser {
  readonly userId: string;
  readonly dialogId: string;
  readonly series: readonly EstimatedProfile[];
  /** Tastes that changed, as of the target. */
  readonly drift: readonly TasteDrift[];
}

/** An item's community sentiment over the whole of its reviews. */
export interface ReportItem {
  readonly itemId: string;
  readonly points: readonly TrajectoryPoint[];
  /** As of the last point: trend and number of sentences by aspect. */
  readonly standing: EstimatedStanding;
  readonly changes: readonly ChangePoint[];
}
