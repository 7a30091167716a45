import type { Groundedness } from '../../judging/groundedness.ts';
import { html, type Content, type Html } from '../html.ts';
import { count, decimal, percent, spread } from '../numbers.ts';
import type { ReportInput } from '../report-input.ts';
import { table } from '../table.ts';

/** Measures of the dataset that need no judge: none of them rates quality. */
export function measuresSection({ audit }: ReportInput): Html {
  const { measures, leaks } = audit;
  const rows: [Content, string, string][] = [
    [
      'Claims grounded',
      grounded(measures.groundedness.claims),
      'system statements on an item whose evidence is real, earlier, and does not say the opposite',
    ],
    [
      'Preferences grounded',
      grounded(measures.groundedness.preferences),
      'user preferences with such evidence of their own',
    ],
    ['Title leaks', count(leaks.title), 'user turns that name the target before the system has; must be 0'],
    [
      'Evidence leaks',
      count(leaks.evidence),
      "citations of the dialog's time or later, or of the wrong user or item; must be 0",
    ],
    [
      'distinct-1, distinct-2',
      `${decimal(measures.distinct1, 3)}, ${decimal(measures.distinct2, 3)}`,
      'different words and word pairs over all; compare only sets of like size',
    ],
    ['Self-BLEU', decimal(measures.selfBleu, 3), 'how alike sampled dialogs are; lower is more varied'],
    ['Turns a dialog', spread(measures.turnsPerDialog), 'mean, and least to most'],
    ['Words a dialog', spread(measures.wordsPerDialog), 'mean, and least to most'],
    ['Words a turn', spread(measures.wordsPerTurn), 'mean, and least to most'],
    ['Dialogs by split', tally(audit.bySplit), 'by the date of the target'],
    ['Dialogs by provider', tally(audit.byProvider), 'who spoke'],
  ];
  return html`<p>
      Read anew from the words and the reviews of all ${count(audit.dialogs)} dialogs of the dataset, not from the
      simulation's own verdicts.
    </p>
    ${table('Automatic measures', [{ head: 'Measure' }, { head: 'Value' }, { head: 'What it is', kind: 'wide' }], rows)}`;
}

function grounded({ share, grounded, statements }: Groundedness): string {
  return `${percent(share)} (${count(grounded)} of ${count(statements)})`;
}

function tally(counts: Readonly<Record<string, number>>): string {
  const names = Object.keys(counts).sort();
  return names.length === 0 ? '–' : names.map((name) => `${name} ${count(counts[name] ?? 0)}`).join(', ');
}
