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

const STEPS = 60;
const CLOSE = 1e-9;

/** Newton's steps on the distribution function, kept in a bracket that every step narrows. */
function betaQuantile(p: number, a: number, b: number, scale: number): number {
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < STEPS; step++) {
    const gap = betaCdf(x, a, b, scale) - p;
    if (gap > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - scale);
    const next = x - gap / density;
    const inside = next > low && next < high;
    const moved = inside ? next : (low + high) / 2;
    if (Math.abs(moved - x) < CLOSE) return moved;
    x = moved;
  }
  return x;
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
  for (const [index, coefficient] of LANCZOS.entries()) sum += coefficient / (x + index);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
