import type { ArtefactStore } from '../../../core/storage/artefact-store.ts';

/** Artefacts in a map: the port without a disk. `before` may delay or fail an operation. */
export function createMemoryStore(
  before: (operation: 'get' | 'put' | 'create', key: string) => Promise<void> = async () => {},
) {
  const artefacts = new Map<string, Uint8Array>();
  const unsupported = (): never => {
    throw new Error('a store in memory moves no files');
  };
  const store: ArtefactStore = {
    uri: 'memory:',
    async get(key) {
      await before('get', key);
      return artefacts.get(key) ?? null;
    },
    async put(key, bytes) {
      await before('put', key);
      artefacts.set(key, bytes);
    },
    async create(key, bytes) {
      await before('create', key);
      if (artefacts.has(key)) return false;
      artefacts.set(key, bytes);
      return true;
    },
    exists: (key) => Promise.resolve(artefacts.has(key)),
    async *list(prefix) {
      yield* [...artefacts.keys()].filter((key) => key.startsWith(prefix)).sort();
    },
    putFile: unsupported,
    localFile: unsupported,
    delete: (key) => {
      artefacts.delete(key);
      return Promise.resolve();
    },
  };
  return { store, artefacts };
}
