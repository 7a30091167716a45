import type { AspectCluster } from '../../aspects/aspect.ts';
import { aspectChart } from '../charts/aspect-chart.ts';
import { html, type Html } from '../html.ts';
import { count, decimal, percent } from '../numbers.ts';
import type { ReportInput } from '../report-input.ts';
import { table } from '../table.ts';

const PHRASES = 8;

/** Every cluster with its phrases, largest first; incoherent ones are marked with the reason, not hidden. */
export function aspectsSection({ clusters }: Pick<ReportInput, 'clusters'>): Html | null {
  if (clusters.length === 0) return null;
  const bySize = [...clusters].sort((a, b) => b.size - a.size || a.aspectId - b.aspectId);
  const incoherent = clusters.filter(({ coherent }) => !coherent).length;
  const lead =
    incoherent === 0
      ? `All ${clusters.length} clusters are coherent.`
      : `${incoherent} of ${clusters.length} clusters ${incoherent === 1 ? 'is' : 'are'} not coherent: shown in grey here, and kept out of plans.`;
  return html`<p>
      Clusters of review sentences by contrastive spherical k-means, fitted on the training period only, and named by
      their noun phrases: class-based TF-IDF, weighed by how much more often than elsewhere a phrase is used and how
      often an opinion is voiced of it. ${lead}
    </p>
    <div class="charts">
      ${aspectChart('Training sentences', bySize, 'size')}${aspectChart('Coherence of phrases (NPMI)', bySize, 'coherence')}${aspectChart(
        'Distinctness from the nearest',
        bySize,
        'distinctness',
      )}
    </div>
    <details open>
      <summary>Phrases and a typical sentence of each aspect</summary>
      ${phraseTable(bySize)}
    </details>`;
}

function phraseTable(clusters: readonly AspectCluster[]): Html {
  const total = clusters.reduce((sum, { size }) => sum + size, 0);
  return table(
    'Aspects, largest first. Coherence: normalised pointwise mutual information of the phrases within reviews, from −1 ' +
      'to 1. Clarity: summed weight of the phrases, from 0. From clarity + coherence / 2 = 0.075 on a cluster counts as coherent',
    [
      { head: 'Aspect' },
      { head: 'Phrases, strongest first; sentence nearest to the centroid', kind: 'wide' },
      { head: 'Sentences', kind: 'number' },
      { head: 'Share', kind: 'number' },
      { head: 'Coherence', kind: 'number' },
      { head: 'Clarity', kind: 'number' },
      { head: 'Distinctness', kind: 'number' },
    ],
    clusters.map((cluster) => [
      html`<bdi>${cluster.label}</bdi>${cluster.coherent ? null : html` <span class="bad">(incoherent)</span>`}`,
      [phrasesOf(cluster), ...remarks(cluster)],
      count(cluster.size),
      percent(total === 0 ? null : cluster.size / total),
      decimal(cluster.coherence),
      decimal(cluster.clarity, 3),
      decimal(cluster.distinctness),
    ]),
  );
}

const phrasesOf = ({ phrases }: AspectCluster): string =>
  phrases
    .slice(0, PHRASES)
    .map(({ phrase }) => phrase)
    .join(', ');

function remarks({ doubt, examples }: AspectCluster): Html[] {
  const lines: Html[] = [];
  if (doubt !== undefined) lines.push(html`<div class="bad">${doubt}</div>`);
  const [example] = examples ?? [];
  if (example !== undefined) lines.push(html`<div class="dim">“<bdi>${example}</bdi>”</div>`);
  return lines;
}
