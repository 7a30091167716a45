import { count, decimal, dollars, percent, signed } from '../report/numbers.ts';
import type { ExperimentName } from './arms.ts';
import type { ExperimentCell, ExperimentRow, ExperimentTable } from './experiment-table.ts';

/** The table's words and figures, the same in the terminal, in `table.md` and in the report. */

export const QUESTIONS: Readonly<Record<ExperimentName, string>> = {
  plans: 'Does a graph of flexible super-nodes make better dialogs than one fixed chain of the same statements?',
  profiles: 'What do temporal profiles give that profiles without decay, or the population alone, do not?',
  noise: 'What do wrong labels of aspects and sentiment, early on, do to all that comes after?',
};

export const HEADER = ['measure', 'arm', 'value', '95 %', 'difference', '95 %', 'p (Holm)'] as const;

/** One line a measure and arm; the measure stands in its first line alone. */
export function tableLines({ rows }: ExperimentTable): string[][] {
  return rows.flatMap((row) =>
    row.cells.map((cell, place) => [place === 0 ? row.label : '', ...cellTexts(row, cell, place)]),
  );
}

function cellTexts(
  row: ExperimentRow,
  { arm, estimate, statements, difference }: ExperimentCell,
  place: number,
): string[] {
  const value = (number: number): string => figure(row, number);
  const of = statements === null ? '' : ` of ${statements}`;
  const own =
    estimate === null ? ['–', ''] : [value(estimate.value) + of, `${value(estimate.low)} to ${value(estimate.high)}`];
  if (place === 0) return [arm, ...own, 'control', '', ''];
  if (row.silence !== null) return [arm, ...own, 'not shown', '', ''];
  if (difference === null) return [arm, ...own, '–', '', ''];
  const change = (number: number): string => differenceFigure(row, number);
  return [
    arm,
    ...own,
    change(difference.value),
    `${change(difference.low)} to ${change(difference.high)}`,
    probability(difference.adjustedPValue),
  ];
}

export function figure({ unit }: Pick<ExperimentRow, 'unit'>, value: number): string {
  if (unit === 'dollars') return dollars(value);
  return unit === 'share' ? percent(value) : plain(value);
}

/** Tokens go into the thousands, turns do not. */
const plain = (value: number): string => (Math.abs(value) >= 1000 ? count(value) : decimal(value));

/** Differences of shares in percentage points. */
function differenceFigure({ unit }: Pick<ExperimentRow, 'unit'>, value: number): string {
  if (unit === 'dollars') return `${signed(value, 5)} $`;
  return unit === 'share' ? `${signed(value * 100, 1)} pp` : signed(value);
}

const probability = (value: number): string => (value < 0.001 ? '<0.001' : decimal(value, 3));

/** Why some differences are not shown, each reason once with its measures. */
export function silences({
  rows,
}: ExperimentTable): { readonly reason: string; readonly measures: readonly string[] }[] {
  const reasons = [...new Set(rows.flatMap(({ silence }) => silence ?? []))];
  return reasons.map((reason) => ({
    reason,
    measures: rows.filter(({ silence }) => silence === reason).map(({ label }) => label),
  }));
}

export const ATTEMPTS_HEADER = ['arm', 'run', '1st', '2nd', '3rd', '4th', 'rejected', 'plan shapes'] as const;

export const attemptLines = ({ arms }: ExperimentTable): (string | number)[][] =>
  arms.map(({ arm, run, byAttempt, rejected, shapes }) => [arm, run, ...byAttempt, rejected, shapes]);

export interface ViolationTable {
  readonly caption: string;
  readonly header: readonly string[];
  readonly lines: readonly (readonly (string | number)[])[];
}

export function violationTables({ arms, violations, referenceViolations }: ExperimentTable): ViolationTable[] {
  const of = (caption: string, found: ExperimentTable['violations']): ViolationTable => ({
    caption,
    header: ['check', ...arms.map(({ arm }) => arm)],
    lines: found.map(({ check, targets }) => [check, ...targets]),
  });
  return [
    of("Targets whose first attempt has a violation, by the arm's own checks", violations),
    of('Targets whose last attempt has one by the reference', referenceViolations),
  ];
}

/** How the figures came about, a sentence or two each. */
export function notes(table: ExperimentTable): string[] {
  const [control] = table.arms;
  const texts = [
    `Run ${table.run}, the first ${table.targets} targets of its order in every arm, seed ${table.seed}, spoken by ${table.provider}. ` +
      `Differences are to "${control?.arm ?? ''}", over the same targets: 95 % bootstrap intervals over targets, paired randomisation ` +
      'tests, p adjusted for all differences of the table (Holm). An interval without width says that all targets were alike, ' +
      'not that others would be.',
    'Claims and preferences are those of the last attempt of every target, accepted or not, held against one reference for all ' +
      "arms: the base run's temporal profiles and its reviews, as described without noise. Later reviews are those from the " +
      "dialog's time on, which no arm could see.",
    "An arm's own checks believe what the arm believes: where labels are wrong, plan, words and checks may agree on what is false. " +
      '"By the reference" are the same checks once more, on the last attempt, by the reference.',
  ];
  for (const { arm, noise } of table.arms) {
    if (noise === null) continue;
    const share = (part: number, whole: number): string => percent(whole === 0 ? null : part / whole);
    texts.push(
      `${arm}: ${noise.wrongLabels} of ${noise.labels} aspect labels exchanged (${share(noise.wrongLabels, noise.labels)}), ` +
        `the sentiment of ${noise.turnedSentences} of ${noise.sentences} sentences turned round (${share(noise.turnedSentences, noise.sentences)}).`,
    );
  }
  return texts;
}
