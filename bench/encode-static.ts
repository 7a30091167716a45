import { refineCentroids, sphericalKMeans } from '../core/aspects/spherical-k-means.ts';
import { createRandom } from '../core/random.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { DISTIL_SENTENCES, distilStaticEncoder } from '../core/text/static-encoder/distil.ts';
import { createStaticEncoder } from '../core/text/static-encoder/static-encoder.ts';
import { manyToOneF1, type GoldSentence } from './semeval.ts';

const SEEDS = [1, 2, 3, 4, 5];
const CLUSTERS = 20;
/** Sentences that k-means sees: of more, five seeds would take minutes and tell the same. */
const CLUSTERED = 10_000;

/** Distils from training sentences; then speed, nearness to the teacher on unseen sentences, and F1 on gold. */
export async function measureStatic(
  teacher: SentenceEncoder,
  sentences: { readonly training: readonly string[]; readonly unseen: readonly string[] },
  gold: readonly GoldSentence[],
): Promise<{ readonly perSecond: number }> {
  const sample = createRandom(1).shuffle(sentences.training).slice(0, DISTIL_SENTENCES);
  const embeddings = await teacher.encode(sample);
  const before = process.cpuUsage();
  const weights = await distilStaticEncoder({ sentences: sample, embeddings, teacher });
  console.log(
    `static: distilled from ${sample.length} sentences in ${cpuSince(before).toFixed(0)} CPU-s (words by the cache or the ` +
      `teacher); ${weights.words.length} words, ${weights.bigrams.length} pairs, ` +
      `${(weights.vectors.byteLength / 1e6).toFixed(0)} MB`,
  );
  const encoder = createStaticEncoder(weights);
  const start = process.cpuUsage();
  await encoder.encode(sentences.training);
  const perSecond = sentences.training.length / cpuSince(start);
  const [wanted, found] = [await teacher.encode(sentences.unseen), await encoder.encode(sentences.unseen)];
  console.log(
    `static: mean cosine with the teacher on unseen sentences ${meanCosine(wanted, found, teacher.dimension).toFixed(3)}`,
  );
  await compareOnGold(teacher, encoder, embeddings, gold);
  return { perSecond };
}

/** Clusters fitted on the teacher's embeddings; gold sentences assigned by the teacher's and by the static ones. */
async function compareOnGold(
  teacher: SentenceEncoder,
  student: SentenceEncoder,
  embeddings: Float32Array,
  gold: readonly GoldSentence[],
): Promise<void> {
  const texts = gold.map(({ text }) => text);
  const rows = { teacher: await teacher.encode(texts), static: await student.encode(texts) };
  const scores = { teacher: [] as number[], static: [] as number[] };
  const clustered = embeddings.subarray(0, CLUSTERED * teacher.dimension);
  for (const seed of SEEDS) {
    const options = { clusters: CLUSTERS, seed, starts: 2, maxIterations: 30 };
    const { centroids } = sphericalKMeans(clustered, teacher.dimension, options);
    for (const name of ['teacher', 'static'] as const) {
      const { assignment } = refineCentroids(rows[name], teacher.dimension, centroids, 0);
      scores[name].push(bothWays([...assignment], gold));
    }
  }
  const [ours, theirs] = [mean(scores.static), mean(scores.teacher)];
  console.log(
    `SemEval weighted F1, ${SEEDS.length} seeds, clusters of MiniLM embeddings: assigned by MiniLM ${theirs.toFixed(3)}, ` +
      `by static ${ours.toFixed(3)} (${((ours - theirs) * 100).toFixed(1)} points)`,
  );
}

/** Mapped on one half and scored on the other, both ways round. */
function bothWays(clusters: readonly number[], gold: readonly GoldSentence[]): number {
  const score = (order: readonly number[]): number =>
    manyToOneF1(
      order.map((row) => clusters[row] ?? 0),
      order.map((row) => gold[row]?.category ?? ''),
    );
  const even = [...gold.keys()].slice(0, gold.length - (gold.length % 2));
  return (score(even) + score(even.map((row) => row ^ 1))) / 2;
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Of unit rows. */
export function meanCosine(a: Float32Array, b: Float32Array, dimension: number): number {
  return (a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0) * dimension) / Math.max(1, a.length);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
