import * as Plot from '@observablehq/plot';

import type { AspectOpinion } from '../../profiles/profile.ts';
import { chart } from '../chart.ts';
import { html, type Html } from '../html.ts';
import { count, date, decimal, percent, signed } from '../numbers.ts';
import type { ReportUser } from '../report-input.ts';
import { clipped } from './clipped.ts';
import { SENTIMENT_COLOUR } from './sentiment-colour.ts';

const ASPECTS = 9;
/** Area of a dot goes with salience: this one would hold all of a user's attention. */
const WHOLE_RADIUS = 23;

interface Dot extends AspectOpinion {
  readonly when: string;
}

/** Aspects down, times across: a dot's area is salience, its colour sentiment. Shows the aspects most salient at the end. */
export function profileChart({ userId, dialogId, series }: ReportUser, labelOf: (aspectId: number) => string): Html {
  const shown = (series.at(-1)?.opinions ?? []).slice(0, ASPECTS).map(({ aspectId }) => aspectId);
  const dots = series.flatMap(({ timestampMs, opinions }): Dot[] =>
    opinions
      .filter(({ aspectId }) => shown.includes(aspectId))
      .map((opinion) => ({ ...opinion, when: date(timestampMs) })),
  );
  const times = [...new Set(series.map(({ timestampMs }) => date(timestampMs)))];
  return chart(
    {
      title: html`<bdi>${userId}</bdi><small>${profileNote({ dialogId, series })}</small>`,
      description: described(series, labelOf),
    },
    {
      height: 28 * shown.length + 76,
      marginLeft: 118,
      marginRight: 6,
      marginTop: 4,
      marginBottom: 70,
      x: { type: 'point', label: null, domain: times, tickSize: 3, tickRotate: -55, padding: 0.5 },
      y: { label: null, tickSize: 0, domain: shown, tickFormat: (aspectId: number) => clipped(labelOf(aspectId), 18) },
      r: { type: 'sqrt', domain: [0, 1], range: [0, WHOLE_RADIUS] },
      color: SENTIMENT_COLOUR,
      marks: [
        Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.dot(dots, {
          x: 'when',
          y: 'aspectId',
          r: 'salience',
          fill: 'sentiment',
          title: (dot: Dot) =>
            `${labelOf(dot.aspectId)}, ${dot.when}: salience ${percent(dot.salience)}, sentiment ${signed(dot.sentiment)}`,
        }),
      ],
    },
  );
}

function profileNote({ dialogId, series }: Pick<ReportUser, 'dialogId' | 'series'>): string {
  const last = series.at(-1);
  const reviews = count(last?.reviewCount ?? 0);
  return `${reviews} earlier reviews; last column: as of the target of ${dialogId}${last?.sparse ? '; sparse: close to the population' : ''}`;
}

function described(series: ReportUser['series'], labelOf: (aspectId: number) => string): string {
  const last = series.at(-1);
  const most = (last?.opinions ?? []).slice(0, 3);
  const words = most.map(
    ({ aspectId, salience, sentiment }) =>
      `${labelOf(aspectId)} (salience ${decimal(salience)}, sentiment ${signed(sentiment)})`,
  );
  return `Profile at ${series.length} times; at the last the most salient aspects are ${words.join(', ')}.`;
}
