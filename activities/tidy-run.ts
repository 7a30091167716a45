import type { RunFolder } from './run-folder.ts';

/**
 * Removes what a worker may leave that was cut off from its server and wrote on while another did its work: notes of calls and
 * transcripts of stints of dialogs that are settled. Listing makes the store drop half-written files of killed writers.
 */
export async function tidyRun({ keys, store }: RunFolder): Promise<void> {
  const found: string[] = [];
  for await (const key of store.list(`${keys.root}/`)) found.push(key);
  const standing = new Set(found);
  for (const key of found) {
    const dialogId = TEMPORARY.exec(key.slice(keys.root.length + 1))?.[1];
    if (dialogId !== undefined && standing.has(keys.dialog(dialogId))) await store.delete(key);
  }
}

/** `asked/DIALOG/….json` and `attempts/DIALOG/ATTEMPT/STINT.json`. */
const TEMPORARY = /^(?:asked|attempts(?=\/[^/]+\/\d+\/))\/([^/]+)\//;
