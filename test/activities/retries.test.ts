import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addRetries } from '../../activities/retries.ts';
import type { RunFolder } from '../../activities/run-folder.ts';
import { dialog } from '../core/recommender/dialog-fixtures.ts';
import { createSmallStore, smallReviews } from './small-run.ts';
import type { SmallStore } from './small-run.ts';

describe('new dialogs in place of those that were given up', () => {
  let store: SmallStore;
  let folder: RunFolder;
  const settle = (dialogId: string, status: 'accepted' | 'rejected') =>
    folder.writeJson(
      folder.keys.dialog(dialogId),
      dialog({ dialogId, status, failure: status === 'rejected' ? 'simulation_drift' : null }),
    );
  beforeAll(async () => {
    store = await createSmallStore();
    folder = await store.prepared('retried', smallReviews(10));
    await settle('d000000', 'rejected');
    await settle('d000001', 'accepted');
  });
  afterAll(() => store.remove());

  it('are named again to whoever asks again, until they stand: who noted them may have been killed', async () => {
    const first = [{ dialogId: 'd000000-r1', of: 'd000000' }];
    expect(await addRetries(folder, { failed: true })).toEqual(first);
    expect(await addRetries(folder, { failed: true })).toEqual(first);
    expect(await addRetries(folder, { dialogs: ['d000000'] })).toEqual(first);
    await settle('d000000-r1', 'rejected');
    expect(await addRetries(folder, { failed: true })).toEqual([{ dialogId: 'd000000-r2', of: 'd000000-r1' }]);
    await settle('d000000-r2', 'accepted');
    expect(await addRetries(folder, { failed: true })).toEqual([]);
  });
});
