import { z } from 'zod';

import { deriveSeed } from '../random.ts';
import { EXPERIMENTS, type ExperimentDesign } from './arms.ts';
import { NoiseCountsSchema, type NoiseCounts } from './label-noise.ts';
import { MEASURES, silenceOf, type ArmDialog, type Measure } from './measures.ts';
import { comparePaired, estimate, holm } from './paired-comparison.ts';

const EstimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

const CellSchema = z.object({
  arm: z.string(),
  /** Null: nothing to measure (a share of no statements). */
  estimate: EstimateSchema.nullable(),
  /** Statements that a share is of; null where it is of the targets. */
  statements: z.int().nullable(),
  /** The arm less the control; null for the control, and where nothing is shown. */
  difference: EstimateSchema.extend({
    pValue: z.number(),
    /** Adjusted by Holm for all differences of the table. */
    adjustedPValue: z.number(),
  }).nullable(),
});

const RowSchema = z.object({
  id: z.string(),
  label: z.string(),
  unit: z.enum(['share', 'number', 'dollars']),
  /** Why no difference is shown; null: it is. */
  silence: z.string().nullable(),
  cells: z.array(CellSchema),
});

const ArmSchema = z.object({
  arm: z.string(),
  run: z.string(),
  /** Targets accepted at the first, second, third and fourth attempt, and at none. */
  byAttempt: z.array(z.int()).length(4),
  rejected: z.int(),
  shapes: z.int(),
  noise: NoiseCountsSchema.nullable(),
});

/** Targets with a violation of each check, by arm in the arms' order; most frequent first. */
const ViolationsSchema = z.array(z.object({ check: z.string(), targets: z.array(z.int()) }));

/** `table.json`. */
export const ExperimentTableSchema = z.object({
  experiment: z.enum(EXPERIMENTS),
  run: z.string(),
  provider: z.string(),
  seed: z.int(),
  targets: z.int(),
  arms: z.array(ArmSchema),
  rows: z.array(RowSchema),
  /** Of the first attempt, by the arm's own checks. */
  violations: ViolationsSchema,
  /** Of the last attempt, by the reference's profiles and labels. */
  referenceViolations: ViolationsSchema,
});
export type ExperimentTable = z.infer<typeof ExperimentTableSchema>;
export type ExperimentRow = ExperimentTable['rows'][number];
export type ExperimentCell = ExperimentRow['cells'][number];

export interface ArmResult {
  readonly name: string;
  readonly run: string;
  /** In the targets' order: the same targets in every arm. */
  readonly dialogs: readonly ArmDialog[];
  readonly noise: NoiseCounts | null;
}

export interface TableInput {
  readonly design: Pick<ExperimentDesign, 'experiment' | 'of'>;
  readonly provider: string;
  readonly seed: number;
  /** The control first. */
  readonly arms: readonly [ArmResult, ...ArmResult[]];
}

export function experimentTable({ design, provider, seed, arms }: TableInput): ExperimentTable {
  const { experiment, of } = design;
  const rows = MEASURES.map((measure): ExperimentRow => ({
    id: measure.id,
    label: measure.label,
    unit: measure.unit,
    silence: silenceOf(experiment, measure.id, provider),
    cells: arms.map((arm) => cellOf(measure, arm, arms[0], { experiment, provider, seed })),
  }));
  return {
    experiment,
    run: of,
    provider,
    seed,
    targets: arms[0].dialogs.length,
    arms: arms.map(describeArm),
    rows: adjusted(rows),
    violations: violationsOf(arms, ({ firstViolations }) => firstViolations),
    referenceViolations: violationsOf(arms, ({ referenceViolations }) => referenceViolations),
  };
}

function cellOf(
  { id, statistic, statements }: Measure,
  arm: ArmResult,
  control: ArmResult,
  { experiment, provider, seed }: { experiment: ExperimentDesign['experiment']; provider: string; seed: number },
): ExperimentCell {
  const own = deriveSeed(seed, 'experiment', experiment, id, arm.name);
  const isCompared = arm !== control && silenceOf(experiment, id, provider) === null;
  const difference = isCompared ? comparePaired(control.dialogs, arm.dialogs, statistic, own) : null;
  return {
    arm: arm.name,
    estimate: estimate(arm.dialogs, statistic, own),
    statements: statements === undefined ? null : arm.dialogs.reduce((sum, dialog) => sum + statements(dialog), 0),
    difference: difference === null ? null : { ...difference, adjustedPValue: difference.pValue },
  };
}

function adjusted(rows: readonly ExperimentRow[]): ExperimentRow[] {
  const all = rows.flatMap(({ cells }) => cells.flatMap(({ difference }) => difference ?? []));
  const values = holm(all.map(({ pValue }) => pValue));
  const valueOf = new Map(all.map((difference, place) => [difference, values[place] ?? 1]));
  return rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({
      ...cell,
      difference: cell.difference && { ...cell.difference, adjustedPValue: valueOf.get(cell.difference) ?? 1 },
    })),
  }));
}

function describeArm({ name, run, dialogs, noise }: ArmResult): ExperimentTable['arms'][number] {
  const at = (attempt: number): number =>
    dialogs.filter(({ accepted, attempts }) => accepted && attempts === attempt).length;
  return {
    arm: name,
    run,
    byAttempt: [at(1), at(2), at(3), at(4)],
    rejected: dialogs.filter(({ accepted }) => !accepted).length,
    shapes: new Set(dialogs.map(({ shape }) => shape)).size,
    noise,
  };
}

function violationsOf(
  arms: readonly ArmResult[],
  found: (dialog: ArmDialog) => readonly string[],
): ExperimentTable['violations'] {
  const checks = [...new Set(arms.flatMap(({ dialogs }) => dialogs.flatMap(found)))];
  const total = (targets: readonly number[]): number => targets.reduce((sum, own) => sum + own, 0);
  return checks
    .map((check) => ({
      check,
      targets: arms.map(({ dialogs }) => dialogs.filter((dialog) => found(dialog).includes(check)).length),
    }))
    .sort((a, b) => total(b.targets) - total(a.targets) || (a.check < b.check ? -1 : 1));
}
