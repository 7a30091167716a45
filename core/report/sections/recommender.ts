import { METRIC_NAMES, type MetricName } from '../../recommender/metrics/ranking-metrics.ts';
import type { RecommenderMetrics } from '../../recommender/summarise-metrics.ts';
import { trainingChart } from '../charts/training-chart.ts';
import { metricChart, type Protocol } from '../charts/metric-chart.ts';
import { html, type Content, type Html } from '../html.ts';
import { count, decimal, signed } from '../numbers.ts';
import type { ReportInput } from '../report-input.ts';
import { table } from '../table.ts';

const NAMES: Readonly<Record<MetricName, string>> = {
  hitAt1: 'Hit@1',
  hitAt5: 'Hit@5',
  hitAt10: 'Hit@10',
  ndcgAt5: 'NDCG@5',
  ndcgAt10: 'NDCG@10',
  mrr: 'MRR',
  successRate: 'Success rate',
};
/** Success by exact item is Hit@1 under another name: it stands in the tables. */
const DRAWN = ['hitAt1', 'hitAt10', 'ndcgAt10'] as const satisfies readonly MetricName[];
/** Fewer test dialogs than this tell variants apart only by luck. */
const FEW = 100;

/** Full ranking first: figures among a few candidates look far better than they are. */
export function recommenderSection({ metrics, trainings }: ReportInput): Html {
  if (metrics === null) return html`<p>No recommender was trained in this run.</p>`;
  if (metrics.testDialogs === 0)
    return html`<p>Recommenders were trained, but the test period holds no dialog to rank.</p>`;
  const few =
    metrics.testDialogs < FEW
      ? html` <strong>With so few, only large differences mean anything</strong>; where intervals overlap, do not call
          one better.`
      : null;
  return html`<p>
      The target's rank in ${count(metrics.testDialogs)} test dialogs, each cut before the system first names the
      target: mean over seeds, with a 95 % bootstrap interval over dialogs.${few} Popularity and a random order are the
      levels to beat.
    </p>
    <h3>Full ranking: all items that the user had not seen</h3>
    <div class="charts">${DRAWN.map((metric) => metricChart(NAMES[metric], metrics, metric, 'full'))}</div>
    ${metricTable(metrics, 'full', 'Full ranking')}
    <h3>Against dialog-only, on the same dialogs</h3>
    ${differenceTable(metrics)}
    <details>
      <summary>Among 25 candidates: the target and 24 random items</summary>
      <p class="note">
        Easier by far than full ranking: compare only with figures of the same protocol, and with the random level.
      </p>
      ${metricTable(metrics, 'candidates', 'Among 25 candidates')}
    </details>
    <details>
      <summary>Each seed</summary>
      ${seedTable(metrics)}
    </details>
    ${curves(trainings)}`;
}

/**
 * How each training went: a loss that does not fall, or that fell long after the kept epoch, is worth a look; so are validation
 * dialogs too few to choose an epoch by.
 */
function curves(trainings: ReportInput['trainings']): Html | null {
  const variants = [...new Set(trainings.map(({ variant }) => variant))];
  if (variants.length === 0) return null;
  return html`<h3>How training went</h3>
    <div class="charts">
      ${variants.flatMap((variant) => {
        const own = trainings.filter((record) => record.variant === variant);
        return [trainingChart(variant, own, 'loss'), trainingChart(variant, own, 'validationNdcgAt10')];
      })}
    </div>`;
}

const columns = (first: string) => [
  { head: first },
  ...METRIC_NAMES.map((name) => ({ head: NAMES[name], kind: 'number' as const })),
];

function metricTable(metrics: RecommenderMetrics, protocol: Protocol, caption: string): Html {
  const random = metrics.randomLevel?.[protocol];
  const rows: Content[][] = metrics.variants.map(({ variant, [protocol]: values }) => [
    variant,
    ...METRIC_NAMES.map((name) => withInterval(values[name], decimal)),
  ]);
  if (random !== undefined) rows.push(['random order', ...METRIC_NAMES.map((name) => decimal(random[name], 3))]);
  return table(`${caption}: mean, and 95 % interval`, columns('Variant'), rows);
}

function differenceTable(metrics: RecommenderMetrics): Html {
  if (metrics.versusDialogOnly.length === 0) return html`<p>The variant dialog-only was not trained.</p>`;
  return table(
    'Full ranking: difference to dialog-only, and 95 % interval of the paired difference; one that holds 0 shows nothing',
    columns('Variant'),
    metrics.versusDialogOnly.map(({ variant, full }) => [
      variant,
      ...METRIC_NAMES.map((name) => withInterval(full[name], signed)),
    ]),
  );
}

function seedTable(metrics: RecommenderMetrics): Html {
  return table(
    'Full ranking, by training seed',
    columns('Variant, seed (best epoch)'),
    metrics.runs.map(({ variant, seed, bestEpoch, full }) => [
      `${variant}, ${seed} (${bestEpoch})`,
      ...METRIC_NAMES.map((name) => decimal(full[name], 3)),
    ]),
  );
}

function withInterval(
  interval: { readonly mean: number; readonly low: number; readonly high: number } | null,
  shown: (value: number, digits: number) => string,
): Content {
  if (interval === null) return '–';
  return html`${shown(interval.mean, 3)}<br /><small class="dim"
      >${shown(interval.low, 3)} to ${shown(interval.high, 3)}</small
    >`;
}
