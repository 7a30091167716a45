import { expect, it } from 'vitest';

import { runFolder } from '../../activities/run-folder.ts';
import { tidyRun } from '../../activities/tidy-run.ts';
import { createDuckDbTableCodec } from '../../infra/tables/duckdb-table-codec.ts';
import { createMemoryStore } from '../core/llm/memory-store.ts';

it('takes away what settled dialogs do not need, and nothing else', async () => {
  const { store } = createMemoryStore();
  const folder = runFolder(store, createDuckDbTableCodec(), { run: 'demo', store: store.uri });
  const { keys } = folder;
  const digest = 'a'.repeat(64);
  const stays = [
    keys.dialog('d000001'),
    keys.attempt('d000001', 1),
    keys.calls('d000001', 1, 0),
    keys.journal(digest),
    // Not settled: another worker may be at it, and what it may have cost is counted by its notes.
    keys.transcript('d000002', 1, 0),
    keys.asked('d000002', digest, 1),
    // The run's own calls are no dialog's: their notes count for good.
    keys.asked('run', digest, 1),
  ];
  const left = [keys.transcript('d000001', 1, 0), keys.transcript('d000001', 2, 3), keys.asked('d000001', digest, 2)];
  for (const key of [...stays, ...left]) await store.put(key, new Uint8Array());
  await tidyRun(folder);
  const found: string[] = [];
  for await (const key of store.list('')) found.push(key);
  expect(found.sort()).toEqual([...stays].sort());
});
