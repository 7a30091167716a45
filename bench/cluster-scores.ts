/** How well clusters agree with gold labels: each cluster is mapped to its commonest label on one half, scored on the other. */
export interface ClusterScores {
  readonly weightedF1: number;
  readonly macroF1: number;
  readonly accuracy: number;
  /** Normalised mutual information of clusters and labels, on all rows: 2 I / (H(clusters) + H(labels)). */
  readonly nmi: number;
}

/** Both ways (even rows map, odd rows score, and the other way round), averaged. */
export function clusterScores(clusters: readonly number[], labels: readonly string[]): ClusterScores {
  const ways = [0, 1].map((parity) => oneWay(clusters, labels, parity));
  const mean = (pick: (way: Omit<ClusterScores, 'nmi'>) => number): number =>
    ways.reduce((sum, way) => sum + pick(way), 0) / ways.length;
  return {
    weightedF1: mean((way) => way.weightedF1),
    macroF1: mean((way) => way.macroF1),
    accuracy: mean((way) => way.accuracy),
    nmi: normalisedMutualInformation(clusters, labels),
  };
}

/** Weighted F1, one way: even rows map, odd rows score. */
export function manyToOneF1(clusters: readonly number[], labels: readonly string[]): number {
  return oneWay(clusters, labels, 0).weightedF1;
}

function oneWay(clusters: readonly number[], labels: readonly string[], parity: number): Omit<ClusterScores, 'nmi'> {
  const rows = [...clusters.keys()];
  const mapping = commonest(
    clusters,
    labels,
    rows.filter((row) => row % 2 === parity),
  );
  const scored = rows.filter((row) => row % 2 !== parity);
  const found = scored.map((row) => mapping(clusters[row] ?? 0));
  const gold = scored.map((row) => labels[row] ?? '');
  const names = [...new Set(labels)];
  const perLabel = names.map((name) => {
    const support = gold.filter((label) => label === name).length;
    const said = found.filter((label) => label === name).length;
    const hits = gold.filter((label, place) => label === name && found[place] === name).length;
    return { support, hits, f1: support + said === 0 ? 0 : (2 * hits) / (support + said) };
  });
  return {
    weightedF1: perLabel.reduce((sum, { f1, support }) => sum + f1 * support, 0) / scored.length,
    macroF1: perLabel.reduce((sum, { f1 }) => sum + f1, 0) / names.length,
    accuracy: perLabel.reduce((sum, { hits }) => sum + hits, 0) / scored.length,
  };
}

/** A cluster that the mapping half does not know is mapped to that half's commonest label. */
function commonest(
  clusters: readonly number[],
  labels: readonly string[],
  rows: readonly number[],
): (cluster: number) => string {
  const strongest = (own: readonly number[]): string => {
    const counts = counted(own.map((row) => labels[row] ?? ''));
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
  };
  const fallback = strongest(rows);
  const mapping = new Map(
    [...new Set(clusters)].map((cluster) => [cluster, strongest(rows.filter((row) => clusters[row] === cluster))]),
  );
  return (cluster) => mapping.get(cluster) || fallback;
}

function normalisedMutualInformation(clusters: readonly number[], labels: readonly string[]): number {
  const joint = entropy(clusters.map((cluster, row) => `${cluster} ${labels[row]}`));
  const [ofClusters, ofLabels] = [entropy(clusters), entropy(labels)];
  return ofClusters + ofLabels === 0 ? 1 : (2 * (ofClusters + ofLabels - joint)) / (ofClusters + ofLabels);
}

function entropy(values: readonly (number | string)[]): number {
  return [...counted(values).values()].reduce((sum, count) => {
    const share = count / values.length;
    return sum - share * Math.log(share);
  }, 0);
}

function counted<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
