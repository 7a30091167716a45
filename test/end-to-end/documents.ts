import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const read = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');

/** The JSON that the README gives to paste into the UI's form. */
export async function readmeExample(): Promise<string> {
  const [, json] = /\*\*From the Temporal UI\*\*[\s\S]*?```json\n([\s\S]*?)```/u.exec(await read('README.md')) ?? [];
  if (json === undefined) throw new Error('README.md has no JSON for the Temporal UI');
  return json;
}

/** The list views of docs/operating.md: each view's name with its queries. */
export async function documentedViews(): Promise<ReadonlyMap<string, readonly string[]>> {
  const [, table = ''] = /^\| view +\|.*\n\|[- |]+\n((?:\|.*\n)+)/mu.exec(await read('docs/operating.md')) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()));
  return new Map(
    rows.map(([, name = '', queries = '']) => [
      name,
      [...queries.matchAll(/`([^`]+)`/gu)].map(([, query = '']) => query),
    ]),
  );
}
