/**
 * Sentences a second: MiniLM here and in Python (onnxruntime + tokenizers, the same ONNX file, the same threads, batches
 * by length), and the static encoder, with what it costs in F1.
 *   PYTHON=python3 npx tsx bench/encode.ts [sentences] [repeats]
 * Repeats are interleaved and medians printed. Where the machine does other work beside, read CPU seconds, not the wall.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

import { createRandom } from '../core/random.ts';
import { splitSentences } from '../core/text/sentences.ts';
import { createMiniLmEncoder } from '../infra/encoders/minilm-encoder.ts';
import { ensureParts } from '../infra/setup/ensure-parts.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { openEncoder } from '../workers/open-encoder.ts';
import { openPython, type Timing } from './encode-python.ts';
import { meanCosine, measureStatic } from './encode-static.ts';
import { readGold } from './semeval.ts';

const DATA = '../shared/data';
const TRAINING_SHARE = 0.7;
const BATCH = 16;
const [count = 3_000, repeats = 3] = process.argv.slice(2).map(Number);
const threads = availableParallelism();

const { training, unseen } = await readSentences();
const texts = createRandom(1)
  .shuffle([...new Set(unseen)])
  .slice(0, count);
const { encoder: part } = await ensureParts(['encoder'], { env: process.env });
// Without the cache: each repeat encodes anew.
const ours = await createMiniLmEncoder({ directory: part.directory, threads });
const perCpuSecond = await measureMiniLm();
await loadTensorFlow('auto', process.env);
const gold = await readGold(`${DATA}/gold/semeval-2014-train/Restaurants_Train_v2.xml`);
const { perSecond } = await measureStatic(await openEncoder(process.env), { training, unseen: texts }, gold);
console.log(
  `static: ${perSecond.toFixed(0)} sentences a CPU second, ${(perSecond / perCpuSecond).toFixed(0)} times MiniLM's ${perCpuSecond.toFixed(0)}`,
);

async function measureMiniLm(): Promise<number> {
  console.log(`${texts.length} sentences, ${threads} threads, ${repeats} repeats`);
  const python = await openPython({ directory: part.directory, texts, threads, batch: BATCH });
  await ours.encode(texts.slice(0, 64));
  const found: Record<string, Timing[]> = {};
  const note = (name: string, timing: Timing): void => void (found[name] ??= []).push(timing);
  for (let repeat = 0; repeat < repeats; repeat++) {
    note('ours', await timeOurs());
    if (python === null) continue;
    note('python, one inference on all threads', await python.encode('inner'));
    note('python, one inference a thread', await python.encode('lanes'));
  }
  python?.close();
  const own = medians(found['ours'] ?? []);
  for (const [name, timings] of Object.entries(found)) {
    const { wall, cpu } = medians(timings);
    const agreement = meanCosine(
      timings[0]?.vectors ?? new Float32Array(),
      found['ours']?.[0]?.vectors ?? new Float32Array(),
      ours.dimension,
    );
    const ratio =
      name === 'ours' ? '' : `; ours / this: wall ${(wall / own.wall).toFixed(2)}, CPU ${(cpu / own.cpu).toFixed(2)}`;
    console.log(
      `${name}: ${(texts.length / wall).toFixed(0)} sentences/s, ${(texts.length / cpu).toFixed(0)} a CPU second` +
        `, mean cosine with ours ${agreement.toFixed(4)}${ratio}`,
    );
  }
  return texts.length / own.cpu;
}

async function timeOurs(): Promise<Timing> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const vectors = await ours.encode(texts);
  const { user, system } = process.cpuUsage(before);
  return { wallSeconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6, vectors };
}

function medians(timings: readonly Timing[]): { readonly wall: number; readonly cpu: number } {
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return {
    wall: median(timings.map(({ wallSeconds }) => wallSeconds)),
    cpu: median(timings.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

/** Sentences of yelp-10k: of the first 70 % of its reviews by date, and of the rest. */
async function readSentences(): Promise<{ readonly training: string[]; readonly unseen: string[] }> {
  const ReviewSchema = z.object({ text: z.string(), date: z.string() });
  const lines = gunzipSync(await readFile(`${DATA}/yelp-10k/reviews.jsonl.gz`))
    .toString()
    .trim()
    .split('\n');
  const reviews = lines.map((line) => ReviewSchema.parse(JSON.parse(line)));
  reviews.sort((a, b) => Date.parse(a.date) - Date.parse(b.date));
  const cut = Math.floor(reviews.length * TRAINING_SHARE);
  const sentencesOf = (part: typeof reviews): string[] => part.flatMap(({ text }) => splitSentences(text));
  return { training: sentencesOf(reviews.slice(0, cut)), unseen: sentencesOf(reviews.slice(cut)) };
}
