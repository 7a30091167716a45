import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** sha256 of the sentence, then the CRC-32 of its vector. */
export const KEY_BYTES = 32;
const RECORD_BYTES = KEY_BYTES + 4;

/**
 * Two files of fixed-size rows: `NN.f32` (vectors, little-endian) and `NN.keys`. A row's vector is written before its
 * key, so a writer killed in between leaves a vector without a key, which the next writer overwrites. Whatever else
 * went wrong (a power cut, a lost lock) shows in the CRC or the key: such a row is a miss, never a wrong vector.
 */
export class VectorShard {
  readonly #dimension: number;
  readonly #keys: number;
  readonly #vectors: number;
  /** Rows whose keys were handed out by `newKeys`. */
  #seen = 0;

  /** `path`: without its ending. */
  constructor(path: string, dimension: number) {
    this.#dimension = dimension;
    // "a+" would ignore positions on write; the files must exist for "r+".
    closeSync(openSync(`${path}.keys`, 'a'));
    closeSync(openSync(`${path}.f32`, 'a'));
    this.#keys = openSync(`${path}.keys`, 'r+');
    this.#vectors = openSync(`${path}.f32`, 'r+');
  }

  get #vectorBytes(): number {
    return this.#dimension * Float32Array.BYTES_PER_ELEMENT;
  }

  /** Rows complete on both sides. */
  rows(): number {
    const keys = Math.floor(fstatSync(this.#keys).size / RECORD_BYTES);
    return Math.min(keys, Math.floor(fstatSync(this.#vectors).size / this.#vectorBytes));
  }

  /** Keys that were added (by any process) since the last call, with their rows. */
  newKeys(): { key: Buffer; row: number }[] {
    const rows = this.rows();
    const first = this.#seen;
    if (rows <= first) return [];
    const bytes = Buffer.alloc((rows - first) * RECORD_BYTES);
    const complete = Math.floor(readSync(this.#keys, bytes, 0, bytes.length, first * RECORD_BYTES) / RECORD_BYTES);
    this.#seen = first + complete;
    return Array.from({ length: complete }, (_, at) => ({
      key: bytes.subarray(at * RECORD_BYTES, at * RECORD_BYTES + KEY_BYTES),
      row: first + at,
    }));
  }

  /** Reads the vector of a key into `target`; false where the row is not (or no longer) that key's, or is damaged. */
  read(row: number, key: Buffer, target: Float32Array): boolean {
    const record = Buffer.alloc(RECORD_BYTES);
    if (readSync(this.#keys, record, 0, RECORD_BYTES, row * RECORD_BYTES) < RECORD_BYTES) return false;
    if (!key.equals(record.subarray(0, KEY_BYTES))) return false;
    const bytes = Buffer.from(target.buffer, target.byteOffset, target.byteLength);
    if (readSync(this.#vectors, bytes, 0, this.#vectorBytes, row * this.#vectorBytes) < this.#vectorBytes) return false;
    return crc32(bytes) === record.readUInt32LE(KEY_BYTES);
  }

  /** Only for the one process that holds the shard's lock: drops what a killed writer left half-done. */
  beginWriting(): void {
    const rows = this.rows();
    ftruncateSync(this.#keys, rows * RECORD_BYTES);
    ftruncateSync(this.#vectors, rows * this.#vectorBytes);
  }

  /** Appends rows; returns the first one's number. Only for the one process that holds the shard's lock. */
  append(keys: readonly Buffer[], vectors: Float32Array): number {
    const first = this.rows();
    const bytes = Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength);
    writeWhole(this.#vectors, bytes, first * this.#vectorBytes);
    const records = Buffer.alloc(keys.length * RECORD_BYTES);
    for (const [at, key] of keys.entries()) {
      key.copy(records, at * RECORD_BYTES);
      const vector = bytes.subarray(at * this.#vectorBytes, (at + 1) * this.#vectorBytes);
      records.writeUInt32LE(crc32(vector), at * RECORD_BYTES + KEY_BYTES);
    }
    writeWhole(this.#keys, records, first * RECORD_BYTES);
    return first;
  }

  close(): void {
    closeSync(this.#keys);
    closeSync(this.#vectors);
  }
}

function writeWhole(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}
