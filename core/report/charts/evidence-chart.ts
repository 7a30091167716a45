import * as Plot from '@observablehq/plot';

import type { EvidenceSpread } from '../../profiles/sparsity.ts';
import { chart } from '../chart.ts';
import type { Html } from '../html.ts';
import { count } from '../numbers.ts';

/** How many profiles have how much evidence; those below the sparsity bound stand out. */
export function evidenceChart(name: string, { histogram, profiles }: EvidenceSpread, sparseBelow: number): Html | null {
  if (profiles === 0) return null;
  const bars = histogram.map(({ from, profiles: number }, place) => {
    const next = histogram[place + 1]?.from;
    const label = next === undefined ? `${from}+` : next === from + 1 ? String(from) : `${from}–${next - 1}`;
    return { label, number, sparse: from < sparseBelow };
  });
  return chart(
    {
      title: `${name} by sentences of evidence`,
      description: bars.map(({ label, number }) => `${label}: ${count(number)}`).join('; '),
    },
    {
      height: 170,
      marginLeft: 44,
      marginBottom: 44,
      x: { label: 'sentences', domain: bars.map(({ label }) => label), tickRotate: -40 },
      y: { label: name.toLowerCase(), ticks: 4 },
      marks: [
        Plot.barY(bars, {
          x: 'label',
          y: 'number',
          fill: (bar: { readonly sparse: boolean }) => (bar.sparse ? '#d9580d' : '#2f7fd0'),
          fillOpacity: 0.6,
        }),
        Plot.ruleY([0], { stroke: 'var(--muted)' }),
      ],
    },
  );
}
