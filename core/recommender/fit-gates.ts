import { createRandom, deriveSeed } from '../random.ts';
import { type Evidence, GATE_CONTEXTS, logSoftmax, weigh } from './evidence.ts';

/** One dialog to fit on. Items seen before are left out, as in the ranking. */
export interface GateExample extends Evidence {
  readonly seen: readonly number[];
  readonly target: number;
}

/** Strengths of the pull to the start, in dialogs; the one with the least loss on left-out thirds is taken. */
const PENALTIES = [10, 50, 250] as const;
const FOLDS = 3;
const STEPS = 40;
const FEWEST = 12;

/**
 * Gates (E, C) by multinomial logistic regression over all items: least mean -log softmax(score)[target] plus
 * penalty / (2 V) |g - start|^2, V the number of dialogs. Few dialogs or no gain: the start stays nearly as it is.
 */
export function fitGates(examples: readonly GateExample[], start: Float32Array, seed: number): Float32Array {
  if (examples.length < FEWEST) return start;
  const order = createRandom(deriveSeed(seed, 'gate-folds')).shuffle(examples);
  const folds = Array.from({ length: FOLDS }, (_, fold) => order.filter((__, place) => place % FOLDS === fold));
  const losses = PENALTIES.map((penalty) =>
    folds.reduce((sum, held) => {
      const gates = descend(
        order.filter((example) => !held.includes(example)),
        start,
        penalty,
      );
      return sum + held.reduce((loss, example) => loss + lossAndGradient(example, gates, null), 0);
    }, 0),
  );
  const best = PENALTIES[losses.indexOf(Math.min(...losses))] ?? PENALTIES[0];
  return Float32Array.from(descend(examples, start, best));
}

/** Gradient descent with momentum and a halved step wherever the loss would rise: convex, so it arrives. */
function descend(examples: readonly GateExample[], start: Float32Array, penalty: number): Float64Array {
  let gates = Float64Array.from(start);
  let rate = 0.5;
  let { loss, gradient } = objective(examples, gates, start, penalty);
  for (let step = 0; step < STEPS && rate > 1e-4; step++) {
    const next = gates.map((gate, at) => gate - rate * (gradient[at] ?? 0));
    const found = objective(examples, next, start, penalty);
    if (found.loss > loss) {
      rate /= 2;
      continue;
    }
    gates = next;
    ({ loss, gradient } = found);
    rate *= 1.2;
  }
  return gates;
}

function objective(
  examples: readonly GateExample[],
  gates: Float64Array,
  start: Float32Array,
  penalty: number,
): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(gates.length);
  let loss = 0;
  for (const example of examples) loss += lossAndGradient(example, gates, gradient);
  const share = 1 / examples.length;
  loss *= share;
  for (let at = 0; at < gates.length; at++) {
    const away = (gates[at] ?? 0) - (start[at] ?? 0);
    loss += 0.5 * penalty * share * away * away;
    gradient[at] = share * ((gradient[at] ?? 0) + penalty * away);
  }
  return { loss, gradient };
}

/** -log softmax at the target among unseen items; adds its gradient to `into`. */
function lossAndGradient(example: GateExample, gates: Float64Array, into: Float64Array | null): number {
  const { scores, context, seen, target } = example;
  const total = weigh(example, gates);
  for (const item of seen) if (item !== target) total[item] = Number.NEGATIVE_INFINITY;
  const logs = logSoftmax(total);
  if (into !== null) {
    scores.forEach((own, source) => {
      let expected = -(own[target] ?? 0);
      for (let item = 0; item < logs.length; item++) {
        const log = logs[item] ?? 0;
        if (log > -30) expected += Math.exp(log) * (own[item] ?? 0);
      }
      context.forEach((known, at) => {
        const place = source * GATE_CONTEXTS + at;
        into[place] = (into[place] ?? 0) + known * expected;
      });
    });
  }
  return -(logs[target] ?? 0);
}
