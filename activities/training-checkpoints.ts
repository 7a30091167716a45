import { decodeCheckpoint, encodeCheckpoint } from '../core/recommender/checkpoint.ts';
import type { CheckpointStore } from '../core/recommender/checkpoint.ts';
import type { ArtefactStore } from '../core/storage/artefact-store.ts';

/** One artefact, written whole or not at all: a kill leaves the checkpoint before it. */
export function storedCheckpoints(store: Pick<ArtefactStore, 'get' | 'put'>, key: string): CheckpointStore {
  return {
    async load() {
      const bytes = await store.get(key);
      return bytes === null ? null : decodeCheckpoint(bytes, key);
    },
    save: (checkpoint) => store.put(key, encodeCheckpoint(checkpoint)),
  };
}
