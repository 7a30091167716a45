import type { AspectCluster } from './aspect.ts';
import type { LabelReply } from './label-prompt.ts';

export const MODEL_DOUBT = 'the language model finds no aspect in it';

/**
 * Clusters with a language model's labels, where they hold: a label that another cluster bears falls back to the phrases'.
 * The model may call coherent clusters incoherent, never the reverse, and only while at least half of them are left: one
 * that finds aspects nowhere has misread its task, or was talked into it by a review.
 */
export function applyLabels(
  clusters: readonly AspectCluster[],
  replies: ReadonlyMap<number, LabelReply>,
): AspectCluster[] {
  const coherent = clusters.filter((cluster) => cluster.coherent);
  const refused = coherent.filter(({ aspectId }) => replies.get(aspectId)?.doubted === true);
  const believed = 2 * refused.length <= coherent.length;
  const taken = new Set<string>();
  return clusters.map((cluster) => {
    const reply = replies.get(cluster.aspectId);
    const label = labelOf(cluster, reply, clusters, taken);
    taken.add(label.toLowerCase());
    if (cluster.coherent && believed && reply?.doubted === true)
      return { ...cluster, label, coherent: false, doubt: MODEL_DOUBT };
    return { ...cluster, label };
  });
}

/** Labels by phrases are unique among themselves, so that falling back can clash with nothing that was checked here. */
function labelOf(
  cluster: AspectCluster,
  reply: LabelReply | undefined,
  clusters: readonly AspectCluster[],
  taken: ReadonlySet<string>,
): string {
  const wanted = reply?.label ?? null;
  if (wanted === null || taken.has(wanted)) return cluster.label;
  const isOthers = clusters.some(
    ({ aspectId, label }) => aspectId !== cluster.aspectId && label.toLowerCase() === wanted,
  );
  return isOthers ? cluster.label : wanted;
}
