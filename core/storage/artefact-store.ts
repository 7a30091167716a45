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
  /** Brings an artefact to a local path; throws `artefact_missing`. */
  getFile(key: string, localPath: string): Promise<void>;
  delete(key: string): Promise<void>;
}
