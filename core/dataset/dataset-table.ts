import type { AspectCluster } from '../aspects/aspect.ts';
import type { Evidence } from '../planning/dialog-act.ts';
import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { DeclaredAct, DialogRecord, Turn } from '../simulation/dialog.ts';
import type { TableRow, TableSchema } from '../storage/table-codec.ts';

/** `dataset/data/SPLIT-*.parquet`: a row a dialog. Times and costs of the making stay out, so that runs compare byte for byte. */
export const DATASET_TABLE = {
  dialog_id: 'string',
  user_id: 'string',
  split: 'string',
  timestamp: 'timestamp',
  target_item_id: 'string',
  history: { list: 'string' },
  rejected_item_ids: { list: 'string' },
  attempts: 'integer',
  provider: 'string',
  plan: 'string',
  turns: {
    list: {
      struct: {
        speaker: 'string',
        text: 'string',
        node_id: 'string',
        acts: {
          list: {
            struct: {
              act: 'string',
              aspect: 'string',
              polarity: 'string',
              item_id: 'string',
              evidence: {
                list: {
                  struct: {
                    review_id: 'string',
                    sentence_index: 'integer',
                    quote: 'string',
                    timestamp: 'timestamp',
                    role: 'string',
                  },
                },
              },
            },
          },
        },
      },
    },
  },
} as const satisfies TableSchema;

export function datasetRow(dialog: DialogRecord, plan: DialogPlan, clusters: readonly AspectCluster[]): TableRow {
  const labels = new Map(clusters.map(({ aspectId, label }) => [aspectId, label]));
  const evidence = new Map(plan.evidence.map((entry) => [entry.evidenceId, entry]));
  return {
    dialog_id: dialog.dialogId,
    user_id: dialog.userId,
    split: dialog.split,
    timestamp: dialog.timestampMs,
    target_item_id: dialog.targetItemId,
    history: dialog.history,
    rejected_item_ids: dialog.rejectedItemIds,
    attempts: dialog.attempts,
    provider: dialog.provider,
    plan: JSON.stringify(plan),
    turns: dialog.turns.map((turn) => turnRow(turn, labels, evidence)),
  };
}

function turnRow(
  turn: Turn,
  labels: ReadonlyMap<number, string>,
  evidence: ReadonlyMap<string, Evidence>,
): Record<string, unknown> {
  return {
    speaker: turn.speaker,
    text: turn.text,
    node_id: turn.nodeId,
    acts: turn.acts.map((act) => actRow(act, labels, evidence)),
  };
}

function actRow(
  act: DeclaredAct,
  labels: ReadonlyMap<number, string>,
  evidence: ReadonlyMap<string, Evidence>,
): Record<string, unknown> {
  return {
    act: act.act,
    aspect: act.aspectId === null ? null : (labels.get(act.aspectId) ?? null),
    polarity: act.polarity,
    item_id: act.itemId,
    evidence: act.evidenceIds.flatMap((evidenceId) => {
      const cited = evidence.get(evidenceId);
      if (cited === undefined) return [];
      const { reviewId, sentenceIndex, quote, timestampMs, role } = cited;
      return [{ review_id: reviewId, sentence_index: sentenceIndex, quote, timestamp: timestampMs, role }];
    }),
  };
}
