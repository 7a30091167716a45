import { html, type Html } from '../../report/html.ts';
import { renderPage } from '../../report/page.ts';
import { table } from '../../report/table.ts';
import { intervalChart } from '../../report/charts/interval-chart.ts';
import { curveCharts, decileChart } from './fusion-charts.ts';
import type { FusionTable } from './fusion-table.ts';
import { QUESTION, notes, textTables } from './fusion-texts.ts';

/** `report.html`: the plots, then the tables behind them. */
export function fusionPage(found: FusionTable): string {
  return renderPage({
    title: `${found.run}: experiment fusion`,
    heading: `${found.run}: fusion`,
    lead: QUESTION,
    sections: [
      { id: 'variants', title: 'Variants', content: charts(found) },
      { id: 'tables', title: 'Tables', content: tables(found) },
      { id: 'how', title: 'How', content: html`${notes(found).map((note) => html`<p>${note}</p>`)}` },
    ],
  });
}

function charts(found: FusionTable): Html {
  const drawn = [
    intervalChart(
      'NDCG@10, full ranking',
      found.rows.map(({ variant, full }) => [variant, full.ndcgAt10 ?? null]),
      found.random.full.ndcgAt10 ?? 0,
    ),
    intervalChart(
      'Hit@10, full ranking',
      found.rows.map(({ variant, full }) => [variant, full.hitAt10 ?? null]),
      found.random.full.hitAt10 ?? 0,
    ),
    intervalChart(
      'NDCG@10 of fusion less that of the others',
      found.differences
        .filter(({ variant }) => variant === 'fusion')
        .map(({ against, ndcgAt10 }) => [against, ndcgAt10]),
      0,
    ),
    intervalChart(
      'NDCG@10 of cross-attention less that of the others',
      found.differences
        .filter(({ variant }) => variant === 'cross-attention')
        .map(({ against, ndcgAt10 }) => [against, ndcgAt10]),
      0,
    ),
    decileChart(found),
    ...curveCharts(found),
  ];
  return html`<p class="note">
      Dots: means over seeds; bars: 95 % bootstrap intervals over test dialogs; dashed: a random order.
    </p>
    <div class="charts">${drawn.filter((one) => one !== null)}</div>`;
}

const tables = (found: FusionTable): Html =>
  html`${textTables(found).map(({ caption, header, lines }) =>
    table(
      caption,
      header.map((head, place) => (place === 0 ? { head } : { head, kind: 'number' as const })),
      lines,
    ),
  )}`;
