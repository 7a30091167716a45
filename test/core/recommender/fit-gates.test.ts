import { describe, expect, it } from 'vitest';

import { createRandom } from '../../../core/random.ts';
import { GATE_CONTEXTS, SOURCES, weigh } from '../../../core/recommender/evidence.ts';
import { type GateExample, fitGates } from '../../../core/recommender/fit-gates.ts';

const ITEMS = 40;
const breathe = () => Promise.resolve();
const GATES = SOURCES.length * GATE_CONTEXTS;

/** The first source tells the target of dialogs with words, the second that of the others; the rest is noise. */
function examples(count: number, seed: number): GateExample[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, row) => {
    const target = random.int(ITEMS);
    const telling = row % 2;
    const scores = SOURCES.map((_source, source) =>
      Float32Array.from(
        { length: ITEMS },
        (__, item) => random.normal() + (source === telling && item === target ? 4 : 0),
      ),
    );
    return { scores, context: [1, 0, telling === 0 ? 1 : -1], seen: [(target + 1) % ITEMS], target };
  });
}

const hits = (gates: Float32Array): number =>
  examples(200, 9).filter((example) => {
    const total = weigh(example, gates);
    return total.indexOf(Math.max(...total)) === example.target;
  }).length;

describe('the gates of fusion', { timeout: 120_000 }, () => {
  const start = Float32Array.from({ length: GATES }, (_, at) => (at % GATE_CONTEXTS === 0 ? 0.3 : 0));

  it('learn which source tells the target in which case', async () => {
    let breaths = 0;
    const fitted = await fitGates(examples(120, 1), start, 1, {
      breathe: () => Promise.resolve(void breaths++),
    });
    // A fit of a large run takes minutes: whoever waits for it hears of it.
    expect(breaths).toBeGreaterThan(1_000);
    expect(hits(fitted)).toBeGreaterThan(hits(start) + 20);
    // Words speak for the first source and against the second.
    expect(fitted[2]).toBeGreaterThan(0.3);
    expect(fitted[GATE_CONTEXTS + 2]).toBeLessThan(-0.3);
  });

  it('rank as the start does where no other weights clearly do better', async () => {
    const noise = examples(200, 2).map((example) => ({ ...example, target: (example.target + 7) % ITEMS }));
    const fitted = await fitGates(noise, start, 1, { breathe });
    const [first = 0] = fitted;
    expect(first).toBeGreaterThan(0);
    expect(fitted).toEqual(start.map((gate) => (first * gate) / (start[0] ?? 1)));
  });

  it('stop fitting when they are told to', async () => {
    const told = fitGates(examples(120, 1), start, 1, { breathe, signal: AbortSignal.abort(new Error('stop')) });
    await expect(told).rejects.toThrow('stop');
  });

  it('are the start where there are too few dialogs', async () => {
    expect(await fitGates(examples(9, 1), start, 1, { breathe })).toBe(start);
  });
});
