import { z } from 'zod';

/** What is read of a row of `rejections.parquet`. */
export const RejectionRowSchema = z.object({
  dialog_id: z.string(),
  attempt: z.coerce.number(),
  /** Whether the dialog was accepted at another attempt. */
  recovered: z.boolean(),
  check: z.string(),
  expected: z.string(),
  found: z.string(),
});
export type RejectionRow = z.infer<typeof RejectionRowSchema>;

export interface ViolationCount {
  readonly check: string;
  readonly violations: number;
  /** Attempts in which it was found. */
  readonly attempts: number;
  /** Dialogs in which it was found, by what became of them. */
  readonly recovered: number;
  readonly givenUp: number;
  /** The first of them, as an example. */
  readonly expected: string;
  readonly found: string;
}

/** The ledger by check, most frequent first, then by name. */
export function countViolations(rows: readonly RejectionRow[]): ViolationCount[] {
  const byCheck = new Map<string, RejectionRow[]>();
  for (const row of rows) {
    const standing = byCheck.get(row.check);
    if (standing === undefined) byCheck.set(row.check, [row]);
    else standing.push(row);
  }
  return [...byCheck]
    .map(([check, own]) => ({
      check,
      violations: own.length,
      attempts: distinct(own.map((row) => `${row.dialog_id} ${row.attempt}`)),
      recovered: distinct(own.filter((row) => row.recovered).map((row) => row.dialog_id)),
      givenUp: distinct(own.filter((row) => !row.recovered).map((row) => row.dialog_id)),
      expected: own[0]?.expected ?? '',
      found: own[0]?.found ?? '',
    }))
    .sort((a, b) => b.violations - a.violations || (a.check < b.check ? -1 : 1));
}

const distinct = (values: readonly string[]): number => new Set(values).size;
