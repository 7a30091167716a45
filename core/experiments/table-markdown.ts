import type { ExperimentTable } from './experiment-table.ts';
import * as texts from './table-texts.ts';

/** `table.md`. */
export function tableMarkdown(table: ExperimentTable): string {
  const silent = texts
    .silences(table)
    .map(({ reason, measures }) => `- Not shown (${measures.join('; ')}): ${reason}.`);
  return [
    `# Experiment: ${table.experiment}, run ${table.run}`,
    texts.QUESTIONS[table.experiment],
    markdownTable(texts.HEADER, texts.tableLines(table)),
    ...(silent.length > 0 ? [silent.join('\n')] : []),
    '## Acceptance by attempt',
    markdownTable(texts.ATTEMPTS_HEADER, texts.attemptLines(table)),
    '## Violations by kind',
    ...texts
      .violationTables(table)
      .flatMap(({ caption, header, lines }) => [
        `${caption}:`,
        lines.length > 0 ? markdownTable(header, lines) : 'None.',
      ]),
    '## How',
    texts
      .notes(table)
      .map((note) => `- ${note}`)
      .join('\n'),
    '',
  ].join('\n\n');
}

function markdownTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
