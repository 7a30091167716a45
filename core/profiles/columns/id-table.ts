import { float64, uint32, uint16 } from './growing-column.ts';
import { TextPool } from './text-pool.ts';

/** Code of an id that is not there. */
export const UNKNOWN = -1;

/**
 * Ids numbered in the order in which they were first seen: bytes in a pool, found again through an open-addressing table
 * of codes. A million ids cost 40 MB instead of the 150 MB of a `Map`.
 */
export class IdTable {
  private readonly pool = new TextPool();
  private readonly places = float64();
  private readonly lengths = uint16();
  private readonly hashes = uint32();
  /** Code + 1 at the hash's place or the next free one; 0: free. Its length is a power of two, at most half full. */
  private slots = new Uint32Array(2048);

  get size(): number {
    return this.places.length;
  }

  id(code: number): string {
    return this.pool.text(this.places.at(code), this.lengths.at(code));
  }

  /** `UNKNOWN` where the id was never added. */
  find(id: string): number {
    const slot = this.slotOf(id, hashOf(id));
    return (this.slots[slot] ?? 0) - 1;
  }

  /** The id's code, a new one where it is new. */
  add(id: string): number {
    const hash = hashOf(id);
    const slot = this.slotOf(id, hash);
    const known = this.slots[slot] ?? 0;
    if (known > 0) return known - 1;
    const { place, bytes } = this.pool.add(id);
    if (bytes > 0xffff) throw new RangeError(`an id of ${bytes} bytes: at most 65,535`);
    this.places.push(place);
    this.lengths.push(bytes);
    this.hashes.push(hash);
    this.slots[slot] = this.size;
    if (this.size * 2 > this.slots.length) this.rehash();
    return this.size - 1;
  }

  *ids(): Generator<string> {
    for (let code = 0; code < this.size; code++) yield this.id(code);
  }

  private slotOf(id: string, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = (this.slots[slot] ?? 0) - 1;
      if (code < 0 || (this.hashes.at(code) === hash && this.id(code) === id)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private rehash(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let code = 0; code < this.size; code++) {
      let slot = this.hashes.at(code) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = code + 1;
    }
  }
}

/** FNV-1a over UTF-16 units, mixed: places must differ for ids that differ at the end only. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
