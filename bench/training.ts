/**
 * Steps a second and peak memory of training on each backend, on two stated workloads, beside PyTorch on the CPU with the same
 * sizes, threads and batch (PYTHON names an interpreter with torch; else that side is left out). Sides take turns, each in a
 * process of its own; a figure is the median step of a process, and of the rounds the median.
 *   npx tsx bench/training.ts [music|two-encoders|items|profile ...] [--rounds N] [--steps N] [--threads N]
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

import { SOFTMAX_SAMPLE } from '../core/recommender/item-sample.ts';
import { MUSIC, TWO_ENCODERS, type Workload } from './training-workloads.ts';

const ResultSchema = z.object({
  parameters: z.number(),
  stepsPerSecond: z.number(),
  /** Of all threads; steadier than the clock on a machine with other work on it. */
  cpuMsPerStep: z.number(),
  peakMb: z.number(),
  loss: z.number(),
  tensorsGrown: z.number().default(0),
});
type Result = z.infer<typeof ResultSchema>;

const numberAfter = (flag: string, otherwise: number): number => {
  const place = process.argv.indexOf(flag);
  return place < 0 ? otherwise : Number(process.argv[place + 1]);
};
const threads = numberAfter('--threads', availableParallelism());
const rounds = numberAfter('--rounds', 3);
const steps = numberAfter('--steps', 30);
const parts = process.argv.slice(2).filter((arg) => /^[a-z]/.test(arg));
const wanted = (part: string): boolean => parts.length === 0 || parts.includes(part);
const python = process.env['PYTHON'] ?? 'python3';
const torch = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });

console.log(
  `${threads} threads, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}, ${rounds} rounds`,
);
console.log(
  torch.status === 0
    ? `PyTorch ${torch.stdout.trim()}`
    : `no PyTorch side: ${python} lacks torch (name another by PYTHON)`,
);
if (wanted('music')) compare('default cross-attention at Musical Instruments size', MUSIC);
if (wanted('two-encoders')) compare('two encoders, 2.3 M parameters', TWO_ENCODERS);
if (wanted('items')) itemCosts();
if (parts.includes('profile'))
  for (const workload of [MUSIC, TWO_ENCODERS]) console.log(side('node', workload, 20, ['profile']));

function compare(title: string, workload: Workload): void {
  console.log(`\n${title}: ${JSON.stringify(workload)}`);
  const sides: [string, () => Result | null][] = [
    ['node', () => measured('node', workload, steps)],
    ['torch', () => (torch.status === 0 ? measuredTorch(workload) : null)],
    ['wasm', () => measured('wasm', workload, Math.max(2, Math.round(steps / 15)))],
    ['gpu', () => measured('gpu', workload, steps)],
  ];
  const results = new Map<string, Result[]>(sides.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of sides) {
      // Slow, and no contest: once is enough.
      if (round > 0 && (name === 'wasm' || results.get(name)?.length === 0)) continue;
      const result = run();
      if (result !== null) results.get(name)?.push(result);
    }
  }
  const rate = (name: string): number => median((results.get(name) ?? []).map(({ stepsPerSecond }) => stepsPerSecond));
  for (const [name, found] of results) {
    const [first] = found;
    if (first === undefined) {
      console.log(`${name.padEnd(6)} not there`);
      continue;
    }
    const spread = found.map(({ stepsPerSecond }) => stepsPerSecond.toFixed(2)).join(', ');
    const peak = Math.max(...found.map(({ peakMb }) => peakMb));
    console.log(
      `${name.padEnd(6)} ${rate(name).toFixed(2)} steps/s (${spread}), ${cpu(found).toFixed(0)} ms of CPU a step, peak ${peak} MB, ${first.parameters} parameters, tensors grown by ${first.tensorsGrown}, loss ${first.loss.toFixed(3)}`,
    );
  }
  const [ours, theirs] = [results.get('node') ?? [], results.get('torch') ?? []];
  if (theirs.length > 0) {
    const byCpu = (cpu(theirs) / cpu(ours)).toFixed(2);
    console.log(`node / torch: ${(rate('node') / rate('torch')).toFixed(2)} by the clock, ${byCpu} by CPU time`);
  }
}

function cpu(results: readonly Result[]): number {
  return median(results.map(({ cpuMsPerStep }) => cpuMsPerStep));
}

/** The default model at more and more items: what the softmax over all of them costs, and over a sample. */
function itemCosts(): void {
  console.log('\ndefault cross-attention by items');
  for (const items of [1_000, 10_000, 20_000, 50_000, 100_000]) {
    const count = Math.max(5, Math.round((steps * 1_000) / items));
    const softmaxes: [string, Partial<Workload>][] = [
      ['all', {}],
      [`${SOFTMAX_SAMPLE.others} sampled`, { sampled: SOFTMAX_SAMPLE.others }],
    ];
    for (const [name, changes] of items > SOFTMAX_SAMPLE.others ? softmaxes : softmaxes.slice(0, 1)) {
      const result = measured('node', { ...MUSIC, items, ...changes }, count);
      if (result === null) continue;
      console.log(
        `${String(items).padStart(7)} items, ${name}: ${result.stepsPerSecond.toFixed(2)} steps/s, peak ${result.peakMb} MB`,
      );
    }
  }
}

function side(backend: string, workload: Workload, count: number, more: readonly string[] = []): string {
  const script = fileURLToPath(new URL('training-side.ts', import.meta.url));
  const args = [
    '--import',
    import.meta.resolve('tsx'),
    script,
    backend,
    String(count),
    JSON.stringify(workload),
    ...more,
  ];
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: String(threads) };
  const ended = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  if (ended.status !== 0 && backend !== 'gpu') throw new Error(ended.stderr);
  return ended.stdout;
}

function measured(backend: string, workload: Workload, count: number): Result | null {
  const printed = side(backend, workload, count)
    .split('\n')
    .find((line) => line.startsWith('{'));
  return printed === undefined ? null : ResultSchema.parse(JSON.parse(printed));
}

function measuredTorch(workload: Workload): Result {
  const script = fileURLToPath(new URL('python/training.py', import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) };
  const args = [script, String(threads), String(steps), JSON.stringify(workload)];
  const ended = spawnSync(python, args, { encoding: 'utf8', env });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return ResultSchema.parse(JSON.parse(ended.stdout));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
