import type { AspectCluster } from '../../aspects/aspect.ts';
import { aspectChart } from '../charts/aspect-chart.ts';
import { html, type Html } from '../html.ts';
import { count, decimal } from '../numbers.ts';
import type { ReportInput } from '../report-input.ts';
import { table } from '../table.ts';

const PHRASES = 8;

/** Every cluster with its phrases, largest first; incoherent ones are marked, not hidden. */
export function aspectsSection({ clusters }: ReportInput): Html | null {
  if (clusters.length === 0) return null;
  const bySize = [...clusters].sort((a, b) => b.size - a.size || a.aspectId - b.aspectId);
  const incoherent = clusters.filter(({ coherent }) => !coherent).length;
  const lead =
    incoherent === 0
      ? `All ${clusters.length} clusters are coherent.`
      : `${incoherent} of ${clusters.length} clusters ${incoherent === 1 ? 'is' : 'are'} not coherent: shown in grey here, and kept out of plans.`;
  return html`<p>
      Clusters of review sentences by contrastive spherical k-means, named by TF-IDF phrases, fitted on the training
      period only. ${lead}
    </p>
    <div class="charts">
      ${aspectChart('Training sentences', bySize, 'size')}${aspectChart('Coherence of phrases (NPMI)', bySize, 'coherence')}${aspectChart(
        'Distinctness from the nearest',
        bySize,
        'distinctness',
      )}
    </div>
    <details open>
      <summary>Phrases of each aspect</summary>
      ${phraseTable(bySize)}
    </details>`;
}

function phraseTable(clusters: readonly AspectCluster[]): Html {
  return table(
    'Aspects, largest first. Coherence: normalised pointwise mutual information of the phrases, from −1 to 1',
    [
      { head: 'Aspect' },
      { head: 'Phrases, strongest first', kind: 'wide' },
      { head: 'Sentences', kind: 'number' },
      { head: 'Coherence', kind: 'number' },
      { head: 'Distinctness', kind: 'number' },
    ],
    clusters.map(({ label, phrases, size, coherence, distinctness, coherent }) => [
      html`<bdi>${label}</bdi>${coherent ? null : html` <span class="bad">(incoherent)</span>`}`,
      phrases
        .slice(0, PHRASES)
        .map(({ phrase }) => phrase)
        .join(', '),
      count(size),
      decimal(coherence),
      decimal(distinctness),
    ]),
  );
}
