/** Where a vector lies: a shard's number and its row there. */
export interface VectorPlace {
  readonly shard: number;
  readonly row: number;
}

const INITIAL_SLOTS = 1 << 12;

/**
 * From the first 64 bits of a key to a place, by open addressing in typed arrays: 14 bytes a slot, at most half of
 * them full, so a million sentences take about 30 MB. Two keys may share the 64 bits: the reader compares the whole key.
 */
export class VectorIndex {
  #slots = INITIAL_SLOTS;
  #count = 0;
  #high = new Uint32Array(INITIAL_SLOTS);
  #low = new Uint32Array(INITIAL_SLOTS);
  /** Row + 1; 0: the slot is free. */
  #row = new Uint32Array(INITIAL_SLOTS);
  #shard = new Uint16Array(INITIAL_SLOTS);

  get size(): number {
    return this.#count;
  }

  get(key: Buffer): VectorPlace | null {
    const slot = this.#slotOf(key.readUInt32LE(0), key.readUInt32LE(4));
    const row = this.#row[slot] ?? 0;
    return row === 0 ? null : { shard: this.#shard[slot] ?? 0, row: row - 1 };
  }

  /** The latest place of a key wins. */
  set(key: Buffer, place: VectorPlace): void {
    if (this.#count * 2 >= this.#slots) this.#grow();
    this.#put(key.readUInt32LE(0), key.readUInt32LE(4), place.shard, place.row + 1);
  }

  #put(high: number, low: number, shard: number, row: number): void {
    const slot = this.#slotOf(high, low);
    if (this.#row[slot] === 0) this.#count += 1;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#shard[slot] = shard;
    this.#row[slot] = row;
  }

  /** The key's slot, or the free one where it would stand. Keys are hashes: their bits need no further mixing. */
  #slotOf(high: number, low: number): number {
    let slot = high & (this.#slots - 1);
    while (this.#row[slot] !== 0 && !(this.#high[slot] === high && this.#low[slot] === low)) {
      slot = (slot + 1) & (this.#slots - 1);
    }
    return slot;
  }

  #grow(): void {
    const [highs, lows, shards, rows] = [this.#high, this.#low, this.#shard, this.#row];
    this.#slots *= 2;
    this.#count = 0;
    this.#high = new Uint32Array(this.#slots);
    this.#low = new Uint32Array(this.#slots);
    this.#shard = new Uint16Array(this.#slots);
    this.#row = new Uint32Array(this.#slots);
    for (const [slot, row] of rows.entries()) {
      if (row !== 0) this.#put(highs[slot] ?? 0, lows[slot] ?? 0, shards[slot] ?? 0, row);
    }
  }
}
