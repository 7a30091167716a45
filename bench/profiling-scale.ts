/**
 * Reviews and profiling at any size: the seconds of each stage and the peak of this process's resident memory, on reviews
 * made by the sample generator. The activities are the real ones, over a real store in a temporary folder.
 *   npx tsx bench/profiling-scale.ts 10000|100000|1000000 [hashed|minilm|static]
 * `hashed` (the default) stands in for an encoder: hashed words, no meaning, no hours. Its figures are those of all else.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

import { createPlanningActivities } from '../activities/planning-activities.ts';
import type { ActivityPorts } from '../activities/ports.ts';
import { createProfilingActivities } from '../activities/profiling-activities.ts';
import { createReviewActivities } from '../activities/review-activities.ts';
import { openRunFolder } from '../activities/run-folder.ts';
import { createRunWorlds } from '../activities/run-world.ts';
import { resolveConfig } from '../core/config/resolve-config.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { deriveSeed } from '../core/random.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { writeLargeSample } from '../infra/reviews/write-sample.ts';
import { readEnvironment } from '../workers/environment.ts';
import { createPorts } from '../workers/ports.ts';

const ENCODERS = ['hashed', 'minilm', 'static'] as const;
const [size = '10000', encoderName = 'hashed'] = process.argv.slice(2);
const encoderChoice = ENCODERS.find((name) => name === encoderName);
if (!Number.isInteger(Number(size)) || encoderChoice === undefined) {
  throw new RangeError(`usage: bench/profiling-scale.ts REVIEWS [${ENCODERS.join('|')}]`);
}
const reviews = Number(size);
let highestPeak = 0;

const directory = await mkdtemp(join(tmpdir(), 'convrecstudio-scale-'));
try {
  await measure();
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const store = pathToFileURL(directory).href;
  const environment = readEnvironment(
    { ...process.env, CONVRECSTUDIO_STORE: store, CONVRECSTUDIO_ALLOW: directory },
    directory,
  );
  const real = await createPorts(environment, '127.0.0.1:1');
  const ports: ActivityPorts =
    encoderChoice === 'hashed' ? { ...real, encoder: () => Promise.resolve(hashedWords()) } : real;
  const ref: RunRef = { run: 'scale', store };
  const folder = openRunFolder(ports, ref);
  console.log(
    `${reviews} reviews, encoder ${encoderChoice}${encoderChoice === 'hashed' ? ' (a stand-in: hashed words)' : ''}`,
  );

  // As many reviews a user and an item as in the sample of the demonstration.
  const users = Math.max(2, Math.round(reviews / 9.4));
  const sample = await staged('make the sample', () =>
    writeLargeSample(join(directory, 'source'), { reviews, users, items: Math.max(20, Math.round(reviews / 50)) }),
  );
  const config = resolveConfig({
    name: ref.run,
    source: { reviews: sample.reviewsPath, items: sample.itemsPath },
    aspects: { encoder: encoderChoice === 'hashed' ? 'minilm' : encoderChoice },
    target: { dialogs: 1 },
  });
  await folder.writeJson(folder.keys.config, config);

  const mock = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  const worlds = createRunWorlds(ports);
  const preparing = createReviewActivities(ports);
  const profiling = createProfilingActivities(ports, worlds);
  const planning = createPlanningActivities(ports, worlds);
  const within = <T>(work: () => Promise<T>): Promise<T> => mock.run<[], T, () => Promise<T>>(work);
  const run = <T>(what: string, work: () => Promise<T>): Promise<T> => staged(what, () => within(work));

  await run('reviews', () => preparing.prepareReviews(ref));
  await run('fit aspects', () => profiling.fitAspects(ref));
  const plan = await run('cut into shards', () => profiling.planShards(ref));
  let sentences = 0;
  await staged('describe sentences', async () => {
    for (let shard = 0; shard < (plan?.shards ?? 0); shard++) {
      sentences += (await within(() => profiling.describeShard({ ref, shard }))).sentences;
    }
  });
  await run('merge sentences', () => profiling.mergeSentences(ref));
  await run('profiles', () => profiling.buildProfiles(ref));
  const { targets } = await run('targets', () => planning.selectTargets(ref));
  await run('one plan', () => planning.planDialog({ ref, dialogId: 'd000000' }));
  const { size: bytes } = await stat(join(directory, folder.keys.sentences));
  console.log(
    `${sentences} sentences in ${plan?.shards ?? 0} shards, ${(bytes / 1e6).toFixed(0)} MB; ${targets} targets`,
  );
  console.log(`peak of the whole: ${highestPeak.toFixed(0)} MB`);
  await real.close();
}

/** Seconds of the clock and of the processors, and the peak of resident memory meanwhile (Linux; elsewhere so far). */
async function staged<T>(what: string, work: () => Promise<T>): Promise<T> {
  const peakOf = forgetPeak();
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const peak = peakOf();
  highestPeak = Math.max(highestPeak, peak);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${what.padEnd(20)} ${seconds.padStart(8)} s ${((user + system) / 1e6).toFixed(1).padStart(8)} CPU-s ` +
      `${peak.toFixed(0).padStart(6)} MB peak`,
  );
  return result;
}

/** Resets the kernel's mark of this process's highest resident memory; gives what reads it, in MB. */
function forgetPeak(): () => number {
  const ofAll = (): number => process.resourceUsage().maxRSS / 1024;
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    const mark = /VmHWM:\s+(\d+)/u;
    return () => Number(mark.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return ofAll;
  }
}

/** Each word of a sentence at eight places of 384, by hash, at unit length. */
function hashedWords(): SentenceEncoder {
  const dimension = 384;
  const places = new Map<string, readonly number[]>();
  const placesOf = (word: string): readonly number[] => {
    const known = places.get(word);
    if (known !== undefined) return known;
    const found = Array.from({ length: 8 }, (_, index) => deriveSeed(word, index) % dimension);
    if (places.size < 100_000) places.set(word, found);
    return found;
  };
  return {
    id: 'hashed-words',
    dimension,
    encode(sentences) {
      const rows = new Float32Array(sentences.length * dimension);
      for (const [index, sentence] of sentences.entries()) {
        const row = rows.subarray(index * dimension, (index + 1) * dimension);
        for (const word of sentence.toLowerCase().match(/\p{L}+|\d+/gu) ?? ['']) {
          for (const place of placesOf(word)) row[place] = (row[place] ?? 0) + (place % 2 === 0 ? 1 : -1);
        }
        const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
        for (let k = 0; k < dimension; k++) row[k] = (row[k] ?? 0) / length;
      }
      return Promise.resolve(rows);
    },
  };
}
