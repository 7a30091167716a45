import { chatLine, redialLine } from '../core/dataset/export-formats.ts';
import { itemFromRow } from '../core/reviews/review-tables.ts';
import { SPLITS } from '../core/reviews/review.ts';
import { readSelectedRecords } from './dialog-records.ts';
import type { RunFolder } from './run-folder.ts';

export const EXPORT_FORMATS = ['hf', 'redial', 'chat'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The dataset as files: the Hugging Face folder as it stands, or JSON lines by split. */
export async function exportDataset(folder: RunFolder, format: ExportFormat): Promise<ExportedFile[]> {
  const { keys } = folder;
  if (format === 'hf') {
    const names = [keys.card, ...SPLITS.map((split) => keys.datasetSplit(split))];
    const root = `${keys.root}/dataset/`;
    return Promise.all(
      names.map(async (key) => ({ name: key.slice(root.length), bytes: await folder.readBytes(key) })),
    );
  }
  const items = (await folder.readTable(keys.items)).map(itemFromRow);
  const names = new Map(items.map(({ itemId, name }) => [itemId, name]));
  const dialogs = await readSelectedRecords(folder);
  const render = format === 'redial' ? redialLine : chatLine;
  return SPLITS.map((split) => {
    const lines = dialogs
      .filter((dialog) => dialog.split === split)
      .map((dialog) => JSON.stringify(render(dialog, names)));
    return { name: `${split}.jsonl`, bytes: new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')) };
  });
}
