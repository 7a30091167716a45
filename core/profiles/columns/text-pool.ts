/** Bytes of the first chunk; each is twice the last up to the largest. A longer text has a chunk of its own. */
const FIRST_CHUNK = 1 << 14;
const LARGEST_CHUNK = 1 << 22;

/**
 * Texts as UTF-8 in large buffers outside the heap, decoded when they are looked up: the garbage collector never sees
 * them, and most reviews cost a byte a character. A place is chunk number times 2^32 plus byte offset (exact below 2^53).
 */
export class TextPool {
  private readonly chunks: Uint8Array[] = [];
  private used = 0;
  private next = FIRST_CHUNK;
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  /** Where the text stands, and its length in bytes. */
  add(text: string): { readonly place: number; readonly bytes: number } {
    const most = text.length * 3;
    const last = this.chunks.at(-1);
    const chunk = last === undefined || last.length - this.used < most ? this.open(most) : last;
    const { written } = this.encoder.encodeInto(text, chunk.subarray(this.used));
    const place = (this.chunks.length - 1) * 2 ** 32 + this.used;
    this.used += written;
    return { place, bytes: written };
  }

  text(place: number, bytes: number): string {
    return this.decoder.decode(this.bytes(place, bytes));
  }

  bytes(place: number, bytes: number): Uint8Array {
    const from = place % 2 ** 32;
    return this.chunks[Math.floor(place / 2 ** 32)]?.subarray(from, from + bytes) ?? new Uint8Array(0);
  }

  /** The number of bytes that a text takes. */
  sizeOf(text: string): number {
    return this.encoder.encode(text).length;
  }

  private open(least: number): Uint8Array {
    const chunk = new Uint8Array(Math.max(this.next, least));
    this.next = Math.min(LARGEST_CHUNK, this.next * 2);
    this.chunks.push(chunk);
    this.used = 0;
    return chunk;
  }
}
