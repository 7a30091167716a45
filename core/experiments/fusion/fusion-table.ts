import { z } from 'zod';

import { VARIANTS, type Variant } from '../../config/run-config.ts';
import { deriveSeed } from '../../random.ts';
import { type Interval, bootstrapInterval } from '../../recommender/metrics/bootstrap-interval.ts';
import { METRICS, METRIC_NAMES, type MetricName } from '../../recommender/metrics/ranking-metrics.ts';
import { attentionRows } from './attention-mass.ts';
import { averaged } from './averaged.ts';
import type { FusionInput, Ranked } from './fusion-input.ts';
import { popularityRows } from './popularity-bias.ts';
import { relativeGain } from './relative-gain.ts';
import { fuzzyRandom, fuzzySuccess } from './title-success.ts';

const IntervalSchema = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const MaybeInterval = IntervalSchema.nullable();
const VariantSchema = z.enum(VARIANTS);
const metricName = z.enum(METRIC_NAMES);
const IntervalsSchema = z.record(metricName, MaybeInterval);
const FuzzySchema = z.object({ at70: z.number(), at95: z.number() });

const RowSchema = z.object({
  variant: VariantSchema,
  seeds: z.array(z.int()),
  full: IntervalsSchema,
  candidates: IntervalsSchema,
  /** First recommendation whose title is as like the target's as that, by token-set ratio. */
  fuzzy: z.object({ at70: MaybeInterval, at95: MaybeInterval }),
  /** Full ranking, targets with and without a training interaction. */
  warm: z.object({ hitAt10: MaybeInterval, ndcgAt10: MaybeInterval }),
  cold: z.object({ hitAt10: MaybeInterval, ndcgAt10: MaybeInterval }),
});

/** `table.json`. Means over seeds, 95 % bootstrap intervals over test dialogs. */
export const FusionTableSchema = z.object({
  experiment: z.literal('fusion'),
  run: z.string(),
  domain: z.string(),
  provider: z.string(),
  goal: z.string(),
  split: z.string(),
  /** Turns, or tokens: what X is made of. */
  dialogEncoder: z.string(),
  items: z.int(),
  /** Items without a title of their own. */
  untitled: z.int(),
  dialogs: z.object({ train: z.int(), validation: z.int(), test: z.int(), cold: z.int() }),
  random: z.object({
    full: z.record(metricName, z.number()),
    candidates: z.record(metricName, z.number()),
    fuzzy: FuzzySchema,
  }),
  rows: z.array(RowSchema),
  /** Full ranking, the variant less the other one on the same dialogs. */
  differences: z.array(
    z.object({
      variant: VariantSchema,
      against: VariantSchema,
      hitAt1: MaybeInterval,
      hitAt10: MaybeInterval,
      ndcgAt10: MaybeInterval,
    }),
  ),
  /** Hit@1 relative to the strongest baseline by Hit@1, as a share; null where that hits nothing. */
  relative: z.array(
    z.object({
      variant: VariantSchema,
      protocol: z.enum(['full', 'candidates']),
      baseline: VariantSchema,
      hitAt1: MaybeInterval,
    }),
  ),
  popularity: z.array(z.object({ who: z.string(), deciles: z.array(z.number()) })),
  attention: z.array(
    z.object({
      variant: VariantSchema,
      dialogs: z.int(),
      mass: MaybeInterval,
      random: MaybeInterval,
      difference: MaybeInterval,
    }),
  ),
  /** Full ranking, less the same variant that reads dialogs by the run's own encoder; empty where it is no other. */
  encoders: z.array(
    z.object({
      variant: VariantSchema,
      seeds: z.array(z.int()),
      hitAt10: MaybeInterval,
      ndcgAt10: MaybeInterval,
    }),
  ),
  curve: z.array(
    z.object({
      variant: VariantSchema,
      share: z.number(),
      seeds: z.array(z.int()),
      hitAt10: MaybeInterval,
      ndcgAt10: MaybeInterval,
    }),
  ),
});
export type FusionTable = z.infer<typeof FusionTableSchema>;

/** What fuses dialog and history; all others are what it must beat. */
const FUSIONS: readonly Variant[] = ['cross-attention', 'fusion'];
const CONTROL: Variant = 'cross-attention-shuffled-history';

export function fusionTable(input: FusionInput): FusionTable {
  const { evaluated, seed, items } = input;
  const whole = evaluated.filter(({ share }) => share === 1);
  const variants = VARIANTS.filter((variant) => whole.some((one) => one.variant === variant));
  const of = (variant: Variant): Ranked[] => whole.filter((one) => one.variant === variant);
  const interval = (values: readonly number[]): Interval | null =>
    bootstrapInterval(values, deriveSeed(seed, 'bootstrap'));
  const values = (variant: Variant, name: MetricName, protocol: Protocol = 'full'): number[] =>
    averaged(of(variant), (row) => METRICS[name].of(rankIn(row, protocol)));
  const tested = whole[0]?.predictions ?? [];
  const random = (protocol: Protocol): Record<MetricName, number> =>
    byMetric((name) => mean(tested.map((row) => METRICS[name].random(amongIn(row, protocol)))));

  return {
    experiment: 'fusion',
    ...input.about,
    items: items.length,
    untitled: items.filter(({ name }) => name === '').length,
    dialogs: { ...input.dialogs, test: tested.length, cold: tested.filter(isCold).length },
    random: { full: random('full'), candidates: random('candidates'), fuzzy: fuzzyRandom(tested, items, seed) },
    rows: variants.map((variant) => ({
      variant,
      seeds: of(variant).map((one) => one.seed),
      full: byMetric((name) => interval(values(variant, name))),
      candidates: byMetric((name) => interval(values(variant, name, 'candidates'))),
      fuzzy: {
        at70: interval(averaged(of(variant), fuzzySuccess(items, 70))),
        at95: interval(averaged(of(variant), fuzzySuccess(items, 95))),
      },
      ...warmAndCold(tested, (name) => values(variant, name), interval),
    })),
    differences: FUSIONS.filter((variant) => variants.includes(variant)).flatMap((variant) =>
      variants
        .filter((against) => against !== variant)
        .map((against) => {
          const difference = (name: MetricName): Interval | null => {
            const base = values(against, name);
            return interval(values(variant, name).map((value, at) => value - (base[at] ?? 0)));
          };
          return {
            variant,
            against,
            hitAt1: difference('hitAt1'),
            hitAt10: difference('hitAt10'),
            ndcgAt10: difference('ndcgAt10'),
          };
        }),
    ),
    relative: (['full', 'candidates'] as const).flatMap((protocol) => {
      const hits = (variant: Variant): number[] => values(variant, 'hitAt1', protocol);
      const baselines = variants.filter((variant) => !FUSIONS.includes(variant) && variant !== CONTROL);
      const [first, ...others] = baselines;
      if (first === undefined) return [];
      const baseline = others.reduce((best, other) => (mean(hits(other)) > mean(hits(best)) ? other : best), first);
      return FUSIONS.filter((variant) => variants.includes(variant)).map((variant) => ({
        variant,
        protocol,
        baseline,
        hitAt1: relativeGain(hits(variant), hits(baseline), deriveSeed(seed, 'relative')),
      }));
    }),
    popularity: popularityRows(
      variants.map((variant) => [variant, of(variant)] as const),
      items,
    ),
    attention: variants.flatMap((variant) => attentionRows(variant, of(variant), input.isRelevant, interval)),
    encoders: variants.flatMap((variant) => {
      const own = (input.ownEncoder ?? []).filter((one) => one.variant === variant);
      if (own.length === 0) return [];
      const difference = (name: MetricName): Interval | null => {
        const base = averaged(own, (row) => METRICS[name].of(row.rank_full));
        return interval(values(variant, name).map((value, at) => value - (base[at] ?? 0)));
      };
      const seeds = own.map((one) => one.seed);
      return [{ variant, seeds, hitAt10: difference('hitAt10'), ndcgAt10: difference('ndcgAt10') }];
    }),
    curve: curveRows(evaluated, interval),
  };
}

type Protocol = 'full' | 'candidates';
type Row = Ranked['predictions'][number];
const rankIn = (row: Row, protocol: Protocol): number => (protocol === 'full' ? row.rank_full : row.rank_candidates);
const amongIn = (row: Row, protocol: Protocol): number => (protocol === 'full' ? row.n_items : row.n_candidates);
const isCold = (row: Row): boolean => row.target_training_reviews === 0;

function byMetric<T>(value: (name: MetricName) => T): Record<MetricName, T> {
  // fromEntries forgets that the keys are exactly the metrics' names.
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, value(name)])) as Record<MetricName, T>;
}

function warmAndCold(
  tested: readonly Row[],
  values: (name: MetricName) => readonly number[],
  interval: (values: readonly number[]) => Interval | null,
): Pick<FusionTable['rows'][number], 'warm' | 'cold'> {
  const of = (cold: boolean) => {
    const chosen = (name: MetricName) => interval(values(name).filter((_, at) => isColdAt(tested, at) === cold));
    return { hitAt10: chosen('hitAt10'), ndcgAt10: chosen('ndcgAt10') };
  };
  return { warm: of(false), cold: of(true) };
}

function isColdAt(tested: readonly Row[], at: number): boolean {
  const row = tested[at];
  return row !== undefined && isCold(row);
}

/** By share of the training dialogs, whole ones of the same variants last. */
function curveRows(
  evaluated: readonly Ranked[],
  interval: (values: readonly number[]) => Interval | null,
): FusionTable['curve'] {
  const curved = VARIANTS.filter((variant) => evaluated.some((one) => one.variant === variant && one.share < 1));
  return curved.flatMap((variant) => {
    const own = evaluated.filter((one) => one.variant === variant);
    const shares = [...new Set(own.map(({ share }) => share))].sort((a, b) => a - b);
    return shares.map((share) => {
      const ranked = own.filter((one) => one.share === share);
      const of = (name: MetricName) => interval(averaged(ranked, (row) => METRICS[name].of(row.rank_full)));
      return {
        variant,
        share,
        seeds: ranked.map(({ seed }) => seed),
        hitAt10: of('hitAt10'),
        ndcgAt10: of('ndcgAt10'),
      };
    });
  });
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
