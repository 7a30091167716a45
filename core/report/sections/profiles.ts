import { profileChart } from '../charts/profile-chart.ts';
import { sentimentKey } from '../charts/sentiment-colour.ts';
import { trajectoryChart } from '../charts/trajectory-chart.ts';
import { html, type Html } from '../html.ts';
import { namesOf } from '../names.ts';
import type { CredibleInterval } from '../../profiles/intervals.ts';
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
    </details>
    ${driftList(users, labelOf)}`;
}

function profileTable({ userId, series }: ReportUser, labelOf: (aspectId: number) => string): Html | null {
  const last = series.at(-1);
  if (last === undefined) return null;
  return table(
    `User ${userId} as of ${date(last.timestampMs)}`,
    [
      { head: 'Aspect' },
      { head: 'Salience', kind: 'number' },
      { head: '95 %', kind: 'number' },
      { head: 'Sentiment', kind: 'number' },
      { head: '95 %', kind: 'number' },
      { head: 'Sentences', kind: 'number' },
    ],
    last.opinions.map(({ aspectId, salience, salienceInterval, sentiment, sentimentInterval, evidenceCount }) => [
      labelOf(aspectId),
      percent(salience),
      `${percent(salienceInterval.low)} to ${percent(salienceInterval.high)}`,
      signed(sentiment),
      fromTo(sentimentInterval),
      count(evidenceCount),
    ]),
  );
}

/** Tastes that changed, surest first; nothing where none did. */
function driftList(users: readonly ReportUser[], labelOf: (aspectId: number) => string): Html {
  const found = users.flatMap(({ userId, drift }) => drift.map((one) => ({ userId, ...one })));
  if (found.length === 0) {
    return html`<p>
      No taste of these users changed for sure between the earlier and the recent half of their reviews.
    </p>`;
  }
  return table(
    'Tastes that changed between the earlier and the recent half of a user\u2019s reviews (false discovery rate below .1)',
    [
      { head: 'User' },
      { head: 'Aspect' },
      { head: 'What' },
      { head: 'Earlier', kind: 'number' },
      { head: 'Recent', kind: 'number' },
      { head: 'Recent half from' },
      { head: 'Probability', kind: 'number' },
    ],
    found.map(({ userId, aspectId, of, earlier, recent, sinceMs, probability }) => [
      userId,
      labelOf(aspectId),
      of,
      of === 'salience' ? percent(earlier) : signed(earlier),
      of === 'salience' ? percent(recent) : signed(recent),
      date(sinceMs),
      decimal(probability, 3),
    ]),
  );
}

const fromTo = ({ low, high }: CredibleInterval): string => `${signed(low)} to ${signed(high)}`;

/** A few items' trajectories over the whole of their reviews. */
export function itemsSection(input: ReportInput): Html | null {
  const { labelOf, itemName } = namesOf(input);
  const items = input.items.filter(({ points, standing }) => points.length > 0 && standing.opinions.length > 0);
  if (items.length === 0) return null;
  return html`<p>
      What the community said of items over time: the most reviewed among the items of the dialogs shown below. Each
      point knows only of reviews before it; dialogs see a trajectory up to their own time. Grey: 95 % credible
      interval; a dashed upright marks a shift of sentiment. A trend is given only where its interval excludes 0.
    </p>
    ${sentimentKey()}
    <div class="charts">${items.map((item) => trajectoryChart(item, itemName(item.itemId), labelOf))}</div>
    <details>
      <summary>Sentiment and trend in figures</summary>
      ${items.map((item) => standingTable(item, itemName(item.itemId), labelOf))}
      ${items.map((item) => shiftTable(item, itemName(item.itemId), labelOf))}
    </details>`;
}

function standingTable({ standing }: ReportItem, name: string, labelOf: (aspectId: number) => string): Html {
  return table(
    `${name} as of ${date(standing.timestampMs)}`,
    [
      { head: 'Aspect' },
      { head: 'Sentiment', kind: 'number' },
      { head: '95 %', kind: 'number' },
      { head: 'Trend a year', kind: 'number' },
      { head: '95 %', kind: 'number' },
      { head: 'Sentences', kind: 'number' },
      { head: 'Decayed weight', kind: 'number' },
    ],
    standing.opinions.map((opinion) => [
      labelOf(opinion.aspectId),
      signed(opinion.sentiment),
      fromTo(opinion.sentimentInterval),
      opinion.trendPerYear === 0 ? '–' : signed(opinion.trendPerYear),
      opinion.trendInterval === null ? '–' : fromTo(opinion.trendInterval),
      count(opinion.evidenceCount),
      decimal(opinion.evidenceWeight, 1),
    ]),
  );
}

/** Where the community changed its mind; null where it did not for sure. */
function shiftTable({ changes }: ReportItem, name: string, labelOf: (aspectId: number) => string): Html | null {
  if (changes.length === 0) return null;
  return table(
    `Shifts of sentiment on ${name} (permutation test, p at most .005)`,
    [
      { head: 'Aspect' },
      { head: 'From' },
      { head: 'Before', kind: 'number' },
      { head: 'After', kind: 'number' },
      { head: 'p', kind: 'number' },
    ],
    changes.map(({ aspectId, timestampMs, before, after, pValue }) => [
      labelOf(aspectId),
      date(timestampMs),
      signed(before),
      signed(after),
      decimal(pValue, 4),
    ]),
  );
}
