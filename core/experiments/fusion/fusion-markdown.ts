import type { FusionTable } from './fusion-table.ts';
import { QUESTION, notes, textTables } from './fusion-texts.ts';

/** `table.md`. */
export function fusionMarkdown(table: FusionTable): string {
  return [
    `# Experiment: fusion, run ${table.run}`,
    QUESTION,
    ...textTables(table).flatMap(({ caption, header, lines }) => [
      `${caption}:`,
      [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ]),
    '## How',
    notes(table)
      .map((note) => `- ${note}`)
      .join('\n'),
    '',
  ].join('\n\n');
}
