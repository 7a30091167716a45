import type { Variant } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import { deriveSeed } from '../random.ts';
import { type Interval, bootstrapInterval } from './metrics/bootstrap-interval.ts';
import { METRICS, METRIC_NAMES, type MetricName } from './metrics/ranking-metrics.ts';
import type { PredictionRow } from './predictions.ts';

export interface EvaluatedVariant {
  readonly variant: Variant;
  readonly seed: number;
  readonly bestEpoch: number;
  readonly predictions: readonly PredictionRow[];
}

type Values<T> = Readonly<Record<MetricName, T>>;
/** `full`: all items the user had not seen; `candidates`: the target among 24 random negatives. */
interface Protocols<T> {
  readonly full: Values<T>;
  readonly candidates: Values<T>;
}

/** Content of `recommender/metrics.json`. Null where there are no test dialogs. */
export interface RecommenderMetrics {
  readonly testDialogs: number;
  /** What a random order gives on these very rows: the level to read the figures against. */
  readonly randomLevel: Protocols<number> | null;
  readonly runs: readonly (Protocols<number | null> & {
    readonly variant: Variant;
    readonly seed: number;
    readonly bestEpoch: number;
  })[];
  /** Mean over seeds, with a 95 % bootstrap interval over dialogs. */
  readonly variants: readonly (Protocols<Interval | null> & {
    readonly variant: Variant;
    readonly seeds: readonly number[];
  })[];
  /** Paired difference to `dialog-only` on the same dialogs; empty where that was not trained. */
  readonly versusDialogOnly: readonly (Protocols<Interval | null> & { readonly variant: Variant })[];
}

type Protocol = keyof Protocols<unknown>;

/** Metrics of all evaluated variants and seeds. Throws `artefact_invalid` where they have not ranked the same dialogs. */
export function summariseMetrics(evaluated: readonly EvaluatedVariant[], evaluationSeed: number): RecommenderMetrics {
  const rows = evaluated[0]?.predictions ?? [];
  assertSameDialogs(evaluated);
  const variants = [...new Set(evaluated.map(({ variant }) => variant))];
  const interval = (values: readonly number[]): Interval | null =>
    bootstrapInterval(values, deriveSeed(evaluationSeed, 'bootstrap'));
  const perDialog = new Map(variants.map((variant) => [variant, seedMeans(evaluated, variant)]));
  const baseline = perDialog.get('dialog-only');
  return {
    testDialogs: rows.length,
    randomLevel:
      rows.length === 0 ? null : protocols((name, protocol) => mean(randomValues(rows, name, protocol)) ?? 0),
    runs: evaluated.map(({ variant, seed, bestEpoch, predictions }) => ({
      variant,
      seed,
      bestEpoch,
      ...protocols((name, protocol) => mean(dialogValues(predictions, name, protocol))),
    })),
    variants: variants.map((variant) => ({
      variant,
      seeds: evaluated.filter((one) => one.variant === variant).map(({ seed }) => seed),
      ...protocols((name, protocol) => interval(perDialog.get(variant)?.(name, protocol) ?? [])),
    })),
    versusDialogOnly: (baseline === undefined ? [] : variants.filter((variant) => variant !== 'dialog-only')).map(
      (variant) => ({
        variant,
        ...protocols((name, protocol) => {
          const base = baseline?.(name, protocol) ?? [];
          const own = perDialog.get(variant)?.(name, protocol) ?? [];
          return interval(own.map((value, row) => value - (base[row] ?? 0)));
        }),
      }),
    ),
  };
}

/** Throws `artefact_invalid`, naming the first that has ranked other dialogs than the others. */
export function assertSameDialogs(
  evaluated: readonly Pick<EvaluatedVariant, 'variant' | 'seed' | 'predictions'>[],
): void {
  const [first] = evaluated;
  if (first === undefined) return;
  const ids = first.predictions.map((row) => row.dialog_id).join(' ');
  const other = evaluated.find(({ predictions }) => predictions.map((row) => row.dialog_id).join(' ') !== ids);
  if (other === undefined) return;
  throw new PipelineError(
    'artefact_invalid',
    `${other.variant}, seed ${other.seed}, has ranked other dialogs than ${first.variant}, seed ${first.seed}: train it again`,
    { subject: other.variant },
  );
}

function protocols<T>(value: (name: MetricName, protocol: Protocol) => T): Protocols<T> {
  const values = (protocol: Protocol): Values<T> =>
    // fromEntries forgets that the keys are exactly the metrics' names.
    Object.fromEntries(METRIC_NAMES.map((name) => [name, value(name, protocol)])) as Values<T>;
  return { full: values('full'), candidates: values('candidates') };
}

function dialogValues(rows: readonly PredictionRow[], name: MetricName, protocol: Protocol): number[] {
  return rows.map((row) => METRICS[name].of(protocol === 'full' ? row.rank_full : row.rank_candidates));
}

function randomValues(rows: readonly PredictionRow[], name: MetricName, protocol: Protocol): number[] {
  return rows.map((row) => METRICS[name].random(protocol === 'full' ? row.n_items : row.n_candidates));
}

/** A variant's values by dialog, averaged over its seeds. */
function seedMeans(evaluated: readonly EvaluatedVariant[], variant: Variant) {
  const own = evaluated.filter((one) => one.variant === variant);
  return (name: MetricName, protocol: Protocol): number[] => {
    const bySeed = own.map(({ predictions }) => dialogValues(predictions, name, protocol));
    return (bySeed[0] ?? []).map((_, row) => mean(bySeed.map((values) => values[row] ?? 0)) ?? 0);
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
