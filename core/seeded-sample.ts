import { deriveSeed } from './random.ts';

/**
 * A uniform sample of a stream of unknown length: the values whose seeded hash is smallest. It depends on the set of
 * names and the seed alone, not on the stream's order, blocks or length, so the same data give the same sample whoever
 * reads them, and memory holds twice the sample at most.
 */
export interface SeededSample<T> {
  /** Names must differ; `order` is the value's place, by which the sample is sorted in the end and ties are broken. */
  offer(name: string, order: number, value: T): void;
  /** The sample in its order. */
  values(): T[];
}

interface Drawn<T> {
  readonly hash: number;
  readonly order: number;
  readonly value: T;
}

/** @param size most values in the sample; fewer where fewer were offered */
export function createSeededSample<T>(size: number, seed: number): SeededSample<T> {
  let drawn: Drawn<T>[] = [];
  /** Hashes above it are out already. */
  let highest = Number.POSITIVE_INFINITY;
  const prune = (): void => {
    drawn.sort((a, b) => a.hash - b.hash || a.order - b.order);
    drawn.length = Math.min(drawn.length, size);
    if (drawn.length === size) highest = drawn.at(-1)?.hash ?? highest;
  };
  return {
    offer(name, order, value) {
      const hash = deriveSeed(seed, name);
      if (hash > highest) return;
      if (drawn.push({ hash, order, value }) >= 2 * size) prune();
    },
    values() {
      prune();
      return [...drawn].sort((a, b) => a.order - b.order).map(({ value }) => value);
    },
  };
}
