/** A credible interval: the value lies in it with probability `CREDIBLE_LEVEL`, equal tails. */
export interface CredibleInterval {
  readonly low: number;
  readonly high: number;
}

/** Level of every credible interval of profiles, standings, trends and trajectories. */
export const CREDIBLE_LEVEL = 0.95;
/** Quantile of the standard normal at (1 + level) / 2. */
export const CREDIBLE_Z = 1.959963984540054;

/** Of a normal posterior, cut to the sentiment's range. */
export function sentimentInterval(mean: number, variance: number): CredibleInterval {
  const reach = CREDIBLE_Z * Math.sqrt(variance);
  return { low: Math.max(-1, mean - reach), high: Math.min(1, mean + reach) };
}

/** Of Beta(a, b), a share's posterior. Degenerate parameters (a = 0 or b = 0) give the point 0 or 1. */
export function betaInterval(a: number, b: number): CredibleInterval {
  if (a <= 0) return { low: 0, high: 0 };
  if (b <= 0) return { low: 1, high: 1 };
  const tail = (1 - CREDIBLE_LEVEL) / 2;
  const scale = logBeta(a, b);
  return { low: betaQuantile(tail, a, b, scale), high: betaQuantile(1 - tail, a, b, scale) };
}

/** Standard normal distribution function, by Abramowitz & Stegun 7.1.26: error below 1.5e-7. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = 0.5 * poly * Math.exp(-x * x);
  return z > 0 ? 1 - tail : tail;
}

const STEPS = 10;
/** Relative to the nearer end; a quantile to six digits is more than an interval needs. */
const CLOSE = 1e-7;

/** Halley's steps from a starting guess (Numerical Recipes 6.4; Abramowitz & Stegun 26.5.22): two or three suffice. */
function betaQuantile(p: number, a: number, b: number, scale: number): number {
  let x = a >= 1 && b >= 1 ? guessNearNormal(p, a, b) : guessNearEnds(p, a, b);
  for (let step = 0; step < STEPS && x > 0 && x < 1; step++) {
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - scale);
    const newton = (betaCdf(x, a, b, scale) - p) / density;
    const moved = newton / (1 - 0.5 * Math.min(1, newton * ((a - 1) / x - (b - 1) / (1 - x))));
    const next = x - moved;
    // Half the way to the end that the step would pass.
    x = next <= 0 ? x / 2 : next >= 1 ? (x + 1) / 2 : next;
    if (Math.abs(moved) < CLOSE * Math.min(x, 1 - x)) break;
  }
  return x;
}

function guessNearNormal(p: number, a: number, b: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
  const tail = t - (2.30753 + t * 0.27061) / (1 + t * (0.99229 + t * 0.04481));
  const z = p < 0.5 ? -tail : tail;
  const [ofA, ofB] = [1 / (2 * a - 1), 1 / (2 * b - 1)];
  const spread = (z * z - 3) / 6;
  const h = 2 / (ofA + ofB);
  const w = (-z * Math.sqrt(spread + h)) / h - (ofB - ofA) * (spread + 5 / 6 - 2 / (3 * h));
  return a / (a + b * Math.exp(2 * w));
}

/** Where a parameter is below 1 the density piles up at an end: the power law there. */
function guessNearEnds(p: number, a: number, b: number): number {
  const low = Math.exp(a * Math.log(a / (a + b))) / a;
  const both = low + Math.exp(b * Math.log(b / (a + b))) / b;
  return p < low / both ? (a * both * p) ** (1 / a) : 1 - (b * both * (1 - p)) ** (1 / b);
}

/** Regularised incomplete beta function by its continued fraction (Lentz; Numerical Recipes 6.4). */
export function betaCdf(x: number, a: number, b: number, scale = logBeta(a, b)): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - scale);
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

const TINY = 1e-300;

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-10) break;
  }
  return value;
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Gamma(x) for x > 0, by Lanczos' approximation (g = 7). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = 0.99999999999980993;
  for (let index = 0; index < LANCZOS.length; index++) sum += (LANCZOS[index] ?? 0) / (x + index);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
