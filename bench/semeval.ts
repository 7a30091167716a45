import { readFile } from 'node:fs/promises';

/** SemEval-2014 restaurant sentences with exactly one aspect category, other than "anecdotes/miscellaneous". */
export interface GoldSentence {
  readonly text: string;
  readonly category: string;
  readonly polarity: string;
}

export async function readGold(path: string): Promise<GoldSentence[]> {
  const xml = await readFile(path, 'utf8');
  return [...xml.matchAll(/<sentence id="[^"]*">([\s\S]*?)<\/sentence>/gu)].flatMap(([, body = '']) => {
    const text = /<text>([\s\S]*?)<\/text>/u.exec(body)?.[1];
    const labels = [...body.matchAll(/category="([^"]+)" polarity="([^"]+)"/gu)];
    const [, category, polarity] = labels[0] ?? [];
    if (text === undefined || category === undefined || polarity === undefined || labels.length !== 1) return [];
    return category.startsWith('anecdotes') ? [] : [{ text: unescaped(text), category, polarity }];
  });
}

function unescaped(text: string): string {
  const entities = { '&quot;': '"', '&apos;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return Object.entries(entities).reduce((plain, [entity, character]) => plain.replaceAll(entity, character), text);
}

/** Weighted F1 after mapping each cluster to its commonest category on the even sentences; scored on the odd ones. */
export function manyToOneF1(clusters: readonly number[], categories: readonly string[]): number {
  const counts = new Map<number, Map<string, number>>();
  for (let row = 0; row < clusters.length; row += 2) {
    const own = counts.get(clusters[row] ?? 0) ?? new Map<string, number>();
    own.set(categories[row] ?? '', (own.get(categories[row] ?? '') ?? 0) + 1);
    counts.set(clusters[row] ?? 0, own);
  }
  const commonest = (cluster: number): string =>
    [...(counts.get(cluster) ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
  const odd = [...clusters.keys()].filter((row) => row % 2 === 1);
  const found = new Map(odd.map((row) => [row, commonest(clusters[row] ?? 0)]));
  const names = [...new Set(categories)];
  const scores = names.map((name) => {
    const gold = odd.filter((row) => categories[row] === name).length;
    const said = odd.filter((row) => found.get(row) === name).length;
    const hit = odd.filter((row) => categories[row] === name && found.get(row) === name).length;
    return gold + said === 0 ? 0 : (gold * 2 * hit) / (gold + said);
  });
  return scores.reduce((sum, score) => sum + score, 0) / odd.length;
}
