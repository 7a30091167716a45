import type { Breathe } from './recommender-data.ts';

/** Whoever trains or ranks has to show that it lives, and hear that it is told to stop. */
const EXAMPLES_PER_BREATH = 32;

/** What `of` makes of each, in order, with a breath now and then. Throws the signal's reason. */
export async function eachBreathing<From, To>(
  values: readonly From[],
  of: (value: From, place: number) => To,
  { breathe, signal }: { readonly breathe: Breathe; readonly signal?: AbortSignal | undefined },
): Promise<To[]> {
  const made: To[] = [];
  for (const [place, value] of values.entries()) {
    made.push(of(value, place));
    if (place % EXAMPLES_PER_BREATH !== 0) continue;
    signal?.throwIfAborted();
    await breathe();
  }
  return made;
}
