import type { AspectCluster } from '../core/aspects/aspect.ts';
import { clipped } from '../core/report/charts/clipped.ts';
import { decimal, percent, signed } from '../core/report/numbers.ts';
import { quoteOf } from './commands/inspect-texts.ts';

/** Terminals of this width show every line whole. */
const WIDTH = 100;
const LABEL_WIDTH = 32;
const INDENT = ' '.repeat(5);

/** A cluster and, where sentences are described already, the mean sentiment towards it. */
export interface ListedAspect {
  readonly cluster: AspectCluster;
  readonly sentiment: number | null;
}

/** Aspects as a person reads them: figures, phrases and a typical sentence each, the largest first, what is no aspect last. */
export function aspectListing(aspects: readonly ListedAspect[]): string {
  const total = aspects.reduce((sum, { cluster }) => sum + cluster.size, 0);
  const bySize = aspects.toSorted((a, b) => b.cluster.size - a.cluster.size || a.cluster.aspectId - b.cluster.aspectId);
  const coherent = bySize.filter(({ cluster }) => cluster.coherent);
  const rest = bySize.filter(({ cluster }) => !cluster.coherent);
  const block = (one: ListedAspect): string[] => aspectBlock(one, total);
  const lines = [HEAD, LEGEND, ...coherent.flatMap(block)];
  if (rest.length > 0)
    lines.push('', `Not coherent, kept out of plans (${rest.length} of ${aspects.length}):`, ...rest.flatMap(block));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function columns(cells: readonly string[]): string {
  const [id = '', label = '', ...figures] = cells;
  return `${id.padStart(3)}  ${printable(label, LABEL_WIDTH).padEnd(LABEL_WIDTH)}${figures.map((figure) => figure.padStart(11)).join('')}`;
}

const HEAD = columns(['id', 'aspect', 'sentences', 'sentiment', 'NPMI', 'clarity', 'distinct']);

const LEGEND = `${INDENT}phrases, strongest first; the sentence nearest to the centroid`;

function aspectBlock({ cluster, sentiment }: ListedAspect, total: number): string[] {
  const { aspectId, label, size, coherence, clarity, distinctness, phrases, examples, doubt } = cluster;
  const share = percent(total === 0 ? null : size / total);
  const figures = [share, signed(sentiment), decimal(coherence), decimal(clarity, 3), decimal(distinctness)];
  const lines = [columns([String(aspectId), label, ...figures])];
  if (doubt !== undefined) lines.push(indented(doubt));
  if (phrases.length > 0) lines.push(indented(phrases.map(({ phrase }) => phrase).join(', ')));
  const [example] = examples ?? [];
  if (example !== undefined) lines.push(indented(`“${example}”`));
  return lines;
}

const indented = (text: string): string => INDENT + printable(text, WIDTH - INDENT.length);

function printable(text: string, width: number): string {
  return clipped(quoteOf(text, text.length), width);
}
