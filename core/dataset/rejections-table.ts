import type { Attempt } from '../simulation/dialog.ts';
import type { TableRow, TableSchema } from '../storage/table-codec.ts';

/** `rejections.parquet`, the ledger: each violation of each failed attempt, a row. */
export const REJECTIONS_TABLE = {
  dialog_id: 'string',
  attempt: 'integer',
  /** Whether the dialog was accepted later, at another attempt. */
  recovered: 'boolean',
  check: 'string',
  node_id: 'string',
  turn_index: 'integer',
  speaker: 'string',
  expected: 'string',
  found: 'string',
} as const satisfies TableSchema;

export const rejectionRows = (attempt: Attempt, recovered: boolean): TableRow[] =>
  attempt.violations.map(({ check, nodeId, turnIndex, speaker, expected, found }) => ({
    dialog_id: attempt.dialogId,
    attempt: attempt.attempt,
    recovered,
    check,
    node_id: nodeId,
    turn_index: turnIndex,
    speaker,
    expected,
    found,
  }));
