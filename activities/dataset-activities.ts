import type { RunRef } from '../core/config/run-ref.ts';
import { DATASET_TABLE, datasetRow } from '../core/dataset/dataset-table.ts';
import { createNearDuplicateFilter } from '../core/dataset/near-duplicates.ts';
import type { DialogText } from '../core/dataset/near-duplicates.ts';
import { REJECTIONS_TABLE, rejectionRows } from '../core/dataset/rejections-table.ts';
import { renderReport } from '../core/report/render-report.ts';
import { SelectionSchema } from '../core/dataset/selection.ts';
import { SPLITS } from '../core/reviews/review.ts';
import type { DialogRecord } from '../core/simulation/dialog.ts';
import type { EvidenceBase } from '../core/profiles/evidence-base.ts';
import { readAttempts, readRecords, readSelected } from './dialog-records.ts';
import type { ActivityPorts } from './ports.ts';
import { readReportInput } from './report-input.ts';
import { writeCard } from './write-card.ts';
import type { RunWorlds } from './run-world.ts';

export type DatasetActivities = ReturnType<typeof createDatasetActivities>;

export function createDatasetActivities(ports: ActivityPorts, worlds: RunWorlds) {
  return {
    /**
     * The first N acceptable dialogs of the settled part of the targets' order, near-duplicates of earlier ones left out.
     * Made anew from the records each time: the order decides, not who finished first.
     */
    async selectDialogs({
      ref,
      settled,
    }: {
      ref: RunRef;
      settled: number;
    }): Promise<{ selected: number; duplicates: number }> {
      const { folder, config, targets, base } = await worlds.planned(ref);
      const ids = targets.slice(0, settled).map(({ dialogId }) => dialogId);
      const filter = createNearDuplicateFilter(config.dataset.nearDuplicate);
      const selected: string[] = [];
      const duplicates: { dialogId: string; of: string }[] = [];
      let looked = 0;
      for (const record of await readRecords(folder, ids)) {
        if (selected.length >= config.target.dialogs) break;
        looked += 1;
        if (record.status !== 'accepted') continue;
        const text = dialogText(record, base);
        const original = filter.isDuplicateOf(text);
        if (original !== null) duplicates.push({ dialogId: record.dialogId, of: original });
        else {
          filter.add(text);
          selected.push(record.dialogId);
        }
      }
      // Not how far the run happened to get, but how far the selection had to look: the same in every run.
      await folder.writeJson(folder.keys.selection, { selected, duplicates, settled: looked });
      return { selected: selected.length, duplicates: duplicates.length };
    },

    /** The Hugging Face-layout folder and the ledger of rejections. */
    async writeDataset(ref: RunRef): Promise<{ dialogs: number }> {
      const { folder, base, targets } = await worlds.planned(ref);
      const dialogs = await readSelected(folder);
      for (const split of SPLITS) {
        const rows = dialogs
          .filter(({ record }) => record.split === split)
          .map(({ record, plan }) => datasetRow(record, plan, base.clusters));
        await folder.writeTable(folder.keys.datasetSplit(split), DATASET_TABLE, rows);
      }
      const records = await readRecords(folder, await settledIds(folder, targets));
      const accepted = new Set(records.filter(({ status }) => status === 'accepted').map(({ dialogId }) => dialogId));
      const attempts = await readAttempts(folder, records);
      const ledger = attempts.flatMap((attempt) => rejectionRows(attempt, accepted.has(attempt.dialogId)));
      await folder.writeTable(folder.keys.rejections, REJECTIONS_TABLE, ledger);
      await writeCard(ports, folder);
      return { dialogs: dialogs.length };
    },

    async writeReport(ref: RunRef): Promise<void> {
      const world = await worlds.planned(ref);
      const html = renderReport(await readReportInput(world));
      await world.folder.store.put(world.folder.keys.report, new TextEncoder().encode(html));
    },
  };
}

/** Targets that the selection looked at, in order: the dialogs that the dataset's counts are about. */
export async function settledIds(
  folder: Parameters<typeof readSelected>[0],
  targets: readonly { readonly dialogId: string }[],
): Promise<string[]> {
  const { settled } = await folder.readJson(folder.keys.selection, SelectionSchema);
  return targets.slice(0, settled).map(({ dialogId }) => dialogId);
}

/** Titles that the dialog may name are masked, so that two dialogs are not alike for their items. */
export function dialogText(record: DialogRecord, base: EvidenceBase): DialogText {
  const named = [record.targetItemId, ...record.rejectedItemIds, ...record.history];
  return {
    dialogId: record.dialogId,
    turns: record.turns.map(({ text }) => text),
    titles: named.flatMap((itemId) => base.items.get(itemId)?.name ?? []),
  };
}
