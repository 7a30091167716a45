import type { Variant } from '../../config/run-config.ts';
import { deriveSeed } from '../../random.ts';
import { type Interval, bootstrapInterval } from '../../recommender/metrics/bootstrap-interval.ts';
import { METRICS, type MetricName } from '../../recommender/metrics/ranking-metrics.ts';
import { html } from '../../report/html.ts';
import { decimal, signed } from '../../report/numbers.ts';
import { renderPage } from '../../report/page.ts';
import { table } from '../../report/table.ts';
import { averaged } from './averaged.ts';
import { intervalChart } from '../../report/charts/interval-chart.ts';
import type { Ranked } from './fusion-input.ts';

/** One run's test dialogs, ranked by what was trained on it and by what was trained elsewhere. */
export interface TransferTest {
  readonly run: string;
  readonly trainedOn: readonly { readonly run: string; readonly ranked: readonly Ranked[] }[];
}

export interface TransferRow {
  readonly variant: Variant;
  readonly trainedOn: string;
  readonly seeds: readonly number[];
  readonly hitAt1: Interval | null;
  readonly hitAt10: Interval | null;
  readonly ndcgAt10: Interval | null;
  /** NDCG@10 less that of the same variant trained on the tested run itself, on the same dialogs. */
  readonly difference: Interval | null;
}

/** `table.json`. */
export interface TransferTable {
  readonly experiment: 'transfer';
  readonly tests: readonly {
    readonly run: string;
    readonly testDialogs: number;
    readonly randomNdcgAt10: number;
    readonly rows: readonly TransferRow[];
  }[];
}

export function transferTable(tests: readonly TransferTest[], seed: number): TransferTable {
  const interval = (values: readonly number[]): Interval | null =>
    bootstrapInterval(values, deriveSeed(seed, 'bootstrap'));
  return {
    experiment: 'transfer',
    tests: tests.map(({ run, trainedOn }) => {
      const all = trainedOn.flatMap((one) => one.ranked.map((ranked) => ({ ...ranked, trainedOn: one.run })));
      const rows = all[0]?.predictions ?? [];
      const of = (variant: Variant, place: string): Ranked[] =>
        all.filter((one) => one.variant === variant && one.trainedOn === place);
      const values = (variant: Variant, place: string, name: MetricName): number[] =>
        averaged(of(variant, place), (row) => METRICS[name].of(row.rank_full));
      const random = rows.reduce((sum, row) => sum + METRICS.ndcgAt10.random(row.n_items), 0);
      const pairs = new Map(all.map((one) => [`${one.variant} ${one.trainedOn}`, one]));
      return {
        run,
        testDialogs: rows.length,
        randomNdcgAt10: rows.length === 0 ? 0 : random / rows.length,
        rows: [...pairs.values()].map(({ variant, trainedOn: place }) => {
          const own = values(variant, place, 'ndcgAt10');
          const here = values(variant, run, 'ndcgAt10');
          const isElsewhere = place !== run && here.length === own.length;
          return {
            variant,
            trainedOn: place,
            seeds: of(variant, place).map((one) => one.seed),
            hitAt1: interval(values(variant, place, 'hitAt1')),
            hitAt10: interval(values(variant, place, 'hitAt10')),
            ndcgAt10: interval(own),
            difference: isElsewhere ? interval(own.map((value, at) => value - (here[at] ?? 0))) : null,
          };
        }),
      };
    }),
  };
}

const HEADER = ['variant', 'trained on', 'Hit@1', 'Hit@10', 'NDCG@10', 'less the same trained here'];

export const TRANSFER_QUESTION = 'What does a recommender trained on the dialogs of one domain know of another?';
export const TRANSFER_NOTE =
  "Full ranking of the tested run's items. A variant trained elsewhere keeps what it learned of words, turns and weights; an item is " +
  "what its texts and the tested run's training counts say, with no learned vector of its own.";

export function transferTexts({ tests }: TransferTable) {
  const shown = (value: Interval | null, figure: (value: number, digits: number) => string = decimal): string =>
    value === null ? '–' : `${figure(value.mean, 3)} [${figure(value.low, 3)}, ${figure(value.high, 3)}]`;
  return tests.map(({ run, testDialogs, randomNdcgAt10, rows }) => ({
    caption: `Tested on ${run}: ${testDialogs} dialogs; NDCG@10 of a random order ${decimal(randomNdcgAt10, 3)}`,
    header: HEADER,
    lines: rows.map((row) => [
      row.variant,
      row.trainedOn,
      shown(row.hitAt1),
      shown(row.hitAt10),
      shown(row.ndcgAt10),
      shown(row.difference, signed),
    ]),
  }));
}

export function transferMarkdown(found: TransferTable): string {
  return [
    '# Experiment: transfer',
    TRANSFER_QUESTION,
    ...transferTexts(found).flatMap(({ caption, header, lines }) => [
      `${caption}:`,
      [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ]),
    TRANSFER_NOTE,
    '',
  ].join('\n\n');
}

export function transferPage(found: TransferTable): string {
  const charts = found.tests.map(({ run, rows, randomNdcgAt10 }) =>
    intervalChart(
      `NDCG@10 on ${run}`,
      rows.map(({ variant, trainedOn, ndcgAt10 }) => [`${variant}, ${trainedOn}`, ndcgAt10]),
      randomNdcgAt10,
    ),
  );
  return renderPage({
    title: 'Experiment transfer',
    heading: 'Transfer between domains',
    lead: TRANSFER_QUESTION,
    sections: [
      {
        id: 'tests',
        title: 'Tests',
        content: html`<div class="charts">${charts.filter((one) => one !== null)}</div>
          ${transferTexts(found).map(({ caption, header, lines }) =>
            table(
              caption,
              header.map((head, place) => (place < 2 ? { head } : { head, kind: 'number' as const })),
              lines,
            ),
          )}`,
      },
      { id: 'how', title: 'How', content: html`<p>${TRANSFER_NOTE}</p>` },
    ],
  });
}
