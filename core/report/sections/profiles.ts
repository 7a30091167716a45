import { profileChart } from '../charts/profile-chart.ts';
import { sentimentKey } from '../charts/sentiment-colour.ts';
import { trajectoryChart } from '../charts/trajectory-chart.ts';
import { html, type Html } from '../html.ts';
import { namesOf } from '../names.ts';
import { count, date, decimal, percent, signed } from '../numbers.ts';
import type { ReportInput, ReportItem, ReportUser } from '../report-input.ts';
import { table } from '../table.ts';

/** A few users' profiles, up to the targets that their dialogs lead to. */
export function usersSection(input: ReportInput): Html | null {
  const { labelOf } = namesOf(input);
  const users = input.users.filter(({ series }) => (series.at(-1)?.opinions.length ?? 0) > 0);
  if (users.length === 0) return null;
  return html`<p>
      What users cared for and how they felt about it, at several times up to their targets. Each column knows only of
      reviews before its date. The users with the longest histories among the dialogs shown below.
    </p>
    ${sentimentKey(html` <span>area: salience, the share of the user's attention</span>`)}
    <div class="charts">${users.map((user) => profileChart(user, labelOf))}</div>
    <details>
      <summary>The last profiles in figures</summary>
      ${users.map((user) => profileTable(user, labelOf))}
    </details>`;
}

function profileTable({ userId, series }: ReportUser, labelOf: (aspectId: number) => string): Html | null {
  const last = series.at(-1);
  if (last === undefined) return null;
  return table(
    `User ${userId} as of ${date(last.timestampMs)}`,
    [
      { head: 'Aspect' },
      { head: 'Salience', kind: 'number' },
      { head: 'Sentiment', kind: 'number' },
      { head: 'Sentences', kind: 'number' },
    ],
    last.opinions.map(({ aspectId, salience, sentiment, evidenceCount }) => [
      labelOf(aspectId),
      percent(salience),
      signed(sentiment),
      count(evidenceCount),
    ]),
  );
}

/** A few items' trajectories over the whole of their reviews. */
export function itemsSection(input: ReportInput): Html | null {
  const { labelOf, itemName } = namesOf(input);
  const items = input.items.filter(({ points, standing }) => points.length > 0 && standing.opinions.length > 0);
  if (items.length === 0) return null;
  return html`<p>
      What the community said of items over time: the most reviewed among the items of the dialogs shown below. Each
      point knows only of reviews before it; dialogs see a trajectory up to their own time.
    </p>
    ${sentimentKey()}
    <div class="charts">${items.map((item) => trajectoryChart(item, itemName(item.itemId), labelOf))}</div>
    <details>
      <summary>Sentiment and trend in figures</summary>
      ${items.map((item) => standingTable(item, itemName(item.itemId), labelOf))}
    </details>`;
}

function standingTable({ standing }: ReportItem, name: string, labelOf: (aspectId: number) => string): Html {
  return table(
    `${name} as of ${date(standing.timestampMs)}`,
    [
      { head: 'Aspect' },
      { head: 'Sentiment', kind: 'number' },
      { head: 'Trend a year', kind: 'number' },
      { head: 'Sentences', kind: 'number' },
      { head: 'Decayed weight', kind: 'number' },
    ],
    standing.opinions.map(({ aspectId, sentiment, trendPerYear, evidenceCount, evidenceWeight }) => [
      labelOf(aspectId),
      signed(sentiment),
      signed(trendPerYear),
      count(evidenceCount),
      decimal(evidenceWeight, 1),
    ]),
  );
}
