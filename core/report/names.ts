import type { PlanNames } from './charts/plan-graph.ts';
import type { ReportInput } from './report-input.ts';

/** Aspects by label and items by name, with their ids where there is none. */
export function namesOf({ clusters, itemNames }: Pick<ReportInput, 'clusters' | 'itemNames'>): PlanNames {
  const labels = new Map(clusters.map(({ aspectId, label }) => [aspectId, label]));
  return {
    labelOf: (aspectId) => labels.get(aspectId) ?? `aspect ${aspectId}`,
    itemName: (itemId) => itemNames.get(itemId) ?? itemId,
  };
}

/** Of a variant, where a drawing has little room. */
export const shortName = (variant: string): string =>
  variant.replace('cross-attention-shuffled-history', 'shuffled history');
