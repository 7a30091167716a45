import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

import { PipelineError } from '../../core/errors.ts';
import { VectorIndex } from './vector-index.ts';
import { VectorShard } from './vector-shard.ts';

/** A killed writer's shard is taken over after that long without a sign of life. */
const STALE_MS = 30_000;
const RENEW_MS = 5_000;
const MAX_SHARDS = 1_000;

/**
 * Vectors by content, on disk, shared by all processes of a machine. Each writing process holds one shard alone (by a
 * lock file); all read all shards. Memory holds the index only. One encoder and dimension a folder.
 */
export class VectorCache {
  readonly #directory: string;
  readonly #dimension: number;
  readonly #index = new VectorIndex();
  readonly #shards = new Map<number, VectorShard>();
  /** The shard that we write, while its lock is ours. */
  #own: { number: number; shard: VectorShard; release: () => Promise<void> } | null = null;

  constructor(directory: string, dimension: number) {
    this.#directory = directory;
    this.#dimension = dimension;
    try {
      mkdirSync(directory, { recursive: true });
    } catch (cause) {
      const message = `cannot write the cache of sentence embeddings at ${directory}: make it writable, or set CONVRECSTUDIO_CACHE`;
      throw new PipelineError('setup_missing', message, { subject: directory }, cause);
    }
  }

  static key(sentence: string): Buffer {
    return createHash('sha256').update(sentence, 'utf8').digest();
  }

  get size(): number {
    return this.#index.size;
  }

  /** Takes note of what all processes have written until now. */
  refresh(): void {
    const numbers = readdirSync(this.#directory).flatMap((name) => /^(\d+)\.keys$/.exec(name)?.[1] ?? []);
    for (const number of numbers.map(Number).sort((a, b) => a - b)) {
      for (const { key, row } of this.#shard(number).newKeys()) this.#index.set(key, { shard: number, row });
    }
  }

  /** Reads the vector of a key into `target`; false: not there. */
  read(key: Buffer, target: Float32Array): boolean {
    const place = this.#index.get(key);
    return place !== null && this.#shard(place.shard).read(place.row, key, target);
  }

  /** Row-major vectors, one for each key. */
  async append(keys: readonly Buffer[], vectors: Float32Array): Promise<void> {
    this.#own ??= await this.#claimShard();
    const { shard, number } = this.#own;
    const first = shard.append(keys, vectors);
    for (const [at, key] of keys.entries()) this.#index.set(key, { shard: number, row: first + at });
  }

  async close(): Promise<void> {
    const own = this.#own;
    this.#own = null;
    if (own !== null) await own.release().catch(() => {});
    for (const shard of this.#shards.values()) shard.close();
    this.#shards.clear();
  }

  #shard(number: number): VectorShard {
    const open = this.#shards.get(number);
    if (open !== undefined) return open;
    const shard = new VectorShard(join(this.#directory, `${number}`), this.#dimension);
    this.#shards.set(number, shard);
    return shard;
  }

  /** The first shard that no living process writes: there are never more of them than writers at one time. */
  async #claimShard(): Promise<{ number: number; shard: VectorShard; release: () => Promise<void> }> {
    for (let number = 0; number < MAX_SHARDS; number++) {
      try {
        const release = await lock(join(this.#directory, `${number}`), {
          lockfilePath: join(this.#directory, `${number}.lock`),
          realpath: false,
          stale: STALE_MS,
          update: RENEW_MS,
          // Somebody took us for dead: leave that shard to them and claim another.
          onCompromised: () => (this.#own = null),
        });
        const shard = this.#shard(number);
        shard.beginWriting();
        return { number, shard, release };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw error;
      }
    }
    throw new PipelineError('internal', `${MAX_SHARDS} processes write ${this.#directory}`);
  }
}
