import { readFile } from 'node:fs/promises';

/** SemEval-2014 restaurant sentences with exactly one aspect category. */
export interface GoldSentence {
  readonly text: string;
  readonly category: string;
  readonly polarity: string;
}

/** "anecdotes/miscellaneous" is what fits no category: left out unless asked for. */
export async function readGold(path: string, anecdotes = false): Promise<GoldSentence[]> {
  const xml = await readFile(path, 'utf8');
  return [...xml.matchAll(/<sentence id="[^"]*">([\s\S]*?)<\/sentence>/gu)].flatMap(([, body = '']) => {
    const text = /<text>([\s\S]*?)<\/text>/u.exec(body)?.[1];
    const labels = [...body.matchAll(/category="([^"]+)" polarity="([^"]+)"/gu)];
    const [, category, polarity] = labels[0] ?? [];
    if (text === undefined || category === undefined || polarity === undefined || labels.length !== 1) return [];
    return category.startsWith('anecdotes') && !anecdotes ? [] : [{ text: unescaped(text), category, polarity }];
  });
}

function unescaped(text: string): string {
  const entities = { '&quot;': '"', '&apos;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return Object.entries(entities).reduce((plain, [entity, character]) => plain.replaceAll(entity, character), text);
}

export { manyToOneF1 } from './cluster-scores.ts';
