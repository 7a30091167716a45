/**
 * Port: whole artefacts under keys like `runs/demo/plans/d00012.json`. A write is whole or absent. Keys are
 * slash-separated segments of [A-Za-z0-9._=-], never absolute, never "..": anything else throws `artefact_invalid`.
 */
export interface ArtefactStore {
  /** `file:///...` or `s3://bucket/prefix`. */
  readonly uri: string;
  /** Null where there is none. */
  get(key: string): Promise<Uint8Array | null>;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Writes only where nothing stands: false means that another writer was first (read what it wrote). */
  create(key: string, bytes: Uint8Array): Promise<boolean>;
  exists(key: string): Promise<boolean>;
  /** Every key that starts with the prefix, in code-point order. */
  list(prefix: string): AsyncIterable<string>;
  /** Uploads a local file (large tables), whole or absent. */
  putFile(key: string, localPath: string): Promise<void>;
  /**
   * A local file with the artefact's content, for reading only: the store's own where it lies on this machine, else a
   * copy that is there until released. Throws `artefact_missing`.
   */
  localFile(key: string): Promise<LocalFile>;
  delete(key: string): Promise<void>;
}

export interface LocalFile {
  readonly path: string;
  release(): Promise<void>;
}
