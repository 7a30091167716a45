import { createRandom, deriveSeed } from '../random.ts';
import { type Evidence, GATE_CONTEXTS, logSoftmax, weigh } from './evidence.ts';
import { eachBreathing } from './each-breathing.ts';

type Breathing = Parameters<typeof eachBreathing>[2];

/** One dialog to fit on. Items seen before are left out, as in the ranking. */
export interface GateExample extends Evidence {
  readonly seen: readonly number[];
  readonly target: number;
}

/** Strengths of the pull to the start, in dialogs; without end: the start as it is. */
const PENALTIES = [1, 3, 10, 30, 100, 300, Infinity] as const;
const FOLDS = 3;
const STEPS = 40;
const FEWEST = 12;

/**
 * Gates (E, C) by multinomial logistic regression over all items: least mean -log softmax(score)[target] plus
 * penalty / (2 V) |g - start|^2, V the number of dialogs. The start is brought to its best temperature first: that changes
 * no ranking, and what is fitted then is which source to trust, not how sure to be. The penalty is the strongest whose loss
 * on left-out thirds is within a standard error of the least (Breiman's rule), for dialogs to come are of a later time than
 * those that gates are fitted on: few dialogs, or no clear gain, leave the start as it is.
 */
export async function fitGates(
  examples: readonly GateExample[],
  start: Float32Array,
  seed: number,
  breathing: Breathing,
): Promise<Float32Array> {
  if (examples.length < FEWEST) return start;
  const fit: Fit = { start, temperature: await temperatureOf(examples, start, breathing), breathing };
  const order = createRandom(deriveSeed(seed, 'gate-folds')).shuffle(examples);
  const losses: number[][] = [];
  for (const penalty of PENALTIES) {
    const own: number[] = [];
    for (let fold = 0; fold < FOLDS; fold++) {
      const rest = order.filter((_, place) => place % FOLDS !== fold);
      const gates = await descend(rest, fit, penalty);
      const held = order.filter((_, place) => place % FOLDS === fold);
      const lossOf = (example: GateExample): number => lossAndGradient(example, gates, fit.temperature, null);
      own.push(...(await eachBreathing(held, lossOf, breathing)));
    }
    losses.push(own);
  }
  const gates = await descend(order, fit, strongestWithinError(losses));
  return Float32Array.from(gates, (gate) => fit.temperature * gate);
}

/** What all steps of a fit share. */
interface Fit {
  readonly start: Float32Array;
  /** Of all scores. */
  readonly temperature: number;
  readonly breathing: Breathing;
}

/** Of losses (dialogs) by penalty, weakest first. */
function strongestWithinError(losses: readonly (readonly number[])[]): number {
  const means = losses.map((own) => own.reduce((sum, loss) => sum + loss, 0) / own.length);
  const least = means.indexOf(Math.min(...means));
  const best = losses[least] ?? [];
  const variance =
    best.reduce((sum, loss) => sum + (loss - (means[least] ?? 0)) ** 2, 0) / Math.max(1, best.length - 1);
  const bound = (means[least] ?? 0) + Math.sqrt(variance / Math.max(1, best.length));
  return PENALTIES[means.findLastIndex((mean) => mean <= bound)] ?? Infinity;
}

/** The factor of all weights that makes the targets likeliest, of a grid: 1/20 to 1.6. */
async function temperatureOf(
  examples: readonly GateExample[],
  start: Float32Array,
  breathing: Breathing,
): Promise<number> {
  const grid = Array.from({ length: 36 }, (_, at) => Math.exp(-3 + at / 10));
  const losses = grid.map(() => 0);
  const addLosses = ({ seen, target, ...evidence }: GateExample): void => {
    const total = weigh(evidence, start);
    grid.forEach((factor, at) => {
      const logs = unseenLogs(
        total.map((score) => factor * score),
        seen,
        target,
      );
      losses[at] = (losses[at] ?? 0) - (logs[target] ?? 0);
    });
  };
  await eachBreathing(examples, addLosses, breathing);
  return grid[losses.indexOf(Math.min(...losses))] ?? 1;
}

/** Gradient descent whose step grows while the loss falls and is halved where it would rise; convex, so it comes near. */
async function descend(examples: readonly GateExample[], fit: Fit, penalty: number): Promise<Float64Array> {
  let gates = Float64Array.from(fit.start);
  if (penalty === Infinity) return gates;
  let rate = 0.5;
  let { loss, gradient } = await objective(examples, gates, fit, penalty);
  for (let step = 0; step < STEPS && rate > 1e-4; step++) {
    const next = gates.map((gate, at) => gate - rate * (gradient[at] ?? 0));
    const found = await objective(examples, next, fit, penalty);
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

async function objective(
  examples: readonly GateExample[],
  gates: Float64Array,
  { start, temperature, breathing }: Fit,
  penalty: number,
): Promise<{ loss: number; gradient: Float64Array }> {
  const gradient = new Float64Array(gates.length);
  const lossOf = (example: GateExample): number => lossAndGradient(example, gates, temperature, gradient);
  const losses = await eachBreathing(examples, lossOf, breathing);
  const share = 1 / examples.length;
  let loss = share * losses.reduce((sum, own) => sum + own, 0);
  for (let at = 0; at < gates.length; at++) {
    const away = (gates[at] ?? 0) - (start[at] ?? 0);
    loss += 0.5 * penalty * share * away * away;
    gradient[at] = share * ((gradient[at] ?? 0) + penalty * away);
  }
  return { loss, gradient };
}

/** -log softmax(temperature score) at the target among unseen items; adds its gradient to `into`. */
function lossAndGradient(
  example: GateExample,
  gates: Float64Array,
  temperature: number,
  into: Float64Array | null,
): number {
  const { scores, context, seen, target } = example;
  const weighed = weigh(
    example,
    gates.map((gate) => temperature * gate),
  );
  const logs = unseenLogs(weighed, seen, target);
  if (into !== null) {
    // Below e^-30 nothing is added that a sum would notice.
    const chances = logs.map((log) => (log > -30 ? Math.exp(log) : 0));
    scores.forEach((own, source) => {
      let expected = -(own[target] ?? 0);
      for (let item = 0; item < chances.length; item++) expected += (chances[item] ?? 0) * (own[item] ?? 0);
      context.forEach((known, at) => {
        const place = source * GATE_CONTEXTS + at;
        into[place] = (into[place] ?? 0) + temperature * known * expected;
      });
    });
  }
  return -(logs[target] ?? 0);
}

/** Log-softmax among the unseen items and the target; changes the scores given. */
function unseenLogs(total: Float32Array, seen: readonly number[], target: number): Float32Array {
  for (const item of seen) if (item !== target) total[item] = Number.NEGATIVE_INFINITY;
  return logSoftmax(total);
}
