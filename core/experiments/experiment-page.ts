import { html, type Html } from '../report/html.ts';
import { renderPage } from '../report/page.ts';
import { table, type Column } from '../report/table.ts';
import { armChart } from './arm-chart.ts';
import type { ExperimentTable } from './experiment-table.ts';
import * as texts from './table-texts.ts';

/** `report.html`: the plots, then the tables behind them. */
export function experimentPage(found: ExperimentTable): string {
  return renderPage({
    title: `${found.run}: experiment ${found.experiment}`,
    heading: `${found.run}: ${found.experiment}`,
    lead: texts.QUESTIONS[found.experiment],
    sections: [
      { id: 'arms', title: 'Arms', content: charts(found) },
      { id: 'differences', title: 'Differences', content: differences(found) },
      { id: 'attempts', title: 'Attempts and violations', content: attempts(found) },
      { id: 'how', title: 'How', content: html`${texts.notes(found).map((note) => html`<p>${note}</p>`)}` },
    ],
  });
}

function charts({ rows }: ExperimentTable): Html {
  const drawn = rows.map((row) => ({ row, drawing: armChart(row) })).filter(({ drawing }) => drawing !== null);
  return html`<p class="note">Dots: the arm's figure; bars: its 95 % bootstrap interval over targets.</p>
    <div class="charts">${drawn.map(({ drawing }) => drawing)}</div>`;
}

function differences(found: ExperimentTable): Html {
  const columns = texts.HEADER.map((head, place): Column => (place < 2 ? { head } : { head, kind: 'number' }));
  return html`${table('Each arm, and its difference to the control over the same targets', columns, texts.tableLines(found))}
  ${texts
    .silences(found)
    .map(({ reason, measures }) => html`<p class="label">Not shown (${measures.join('; ')}): ${reason}.</p>`)}`;
}

function attempts(found: ExperimentTable): Html {
  const figures = (heads: readonly string[], words: number): Column[] =>
    heads.map((head, place) => (place < words ? { head } : { head, kind: 'number' }));
  return html`${table('Targets by the attempt that was accepted', figures(texts.ATTEMPTS_HEADER, 2), texts.attemptLines(found))}
  ${texts
    .violationTables(found)
    .map(({ caption, header, lines }) =>
      lines.length === 0 ? html`<p>${caption}: none.</p>` : table(caption, figures(header, 1), lines),
    )}`;
}
