import { SAMPLE_ASPECTS } from './lexicon/lexicons.ts';
import { SAMPLE_DOMAIN } from './sample-domain.ts';
import { itemLine, sampleItems, type SampleItem } from './sample-items.ts';
import { sampleLines } from './sample-lines.ts';
import { sampleSettings, type SampleOptions, type SampleSettings } from './sample-options.ts';
import type { PlantedReview, SampleTruth } from './sample-truth.ts';
import { sampleUser } from './sample-users.ts';

export interface Sample {
  /** `reviews.jsonl`, in the Amazon 2014 format, one line each, without line ends. */
  readonly reviewLines: readonly string[];
  /** `items.jsonl`, Amazon-like metadata. */
  readonly itemLines: readonly string[];
  readonly truth: SampleTruth;
}

/**
 * A sample with something true to find in it: users choose items that are strong in what they care about, a third of
 * them change their taste midway, a third of the items change their quality; clones, broken lines and personal data are
 * planted on purpose. The same options give the same sample.
 */
export function generateSample(options: SampleOptions): Sample {
  const settings = sampleSettings(options);
  const items = sampleItems(settings);
  const reviewLines: string[] = [];
  const reviews: PlantedReview[] = [];
  const clones: SampleTruth['clones'] = [];
  const broken: SampleTruth['broken'] = [];
  for (const sampled of sampleLines(settings, items)) {
    const { line } = sampled;
    reviewLines.push(sampled.json);
    if (sampled.kind === 'clone') clones.push({ line, ofLine: sampled.ofLine, kind: sampled.cloneKind });
    if (sampled.kind === 'broken') broken.push({ line, reason: sampled.reason });
    if (sampled.kind === 'review') {
      const { title: _, text: __, ...planted } = sampled.review;
      reviews.push({ line, ...planted });
    }
  }
  const truth = { ...plantedWorld(settings, items), reviews, clones, broken };
  return { reviewLines, itemLines: items.map(itemLine), truth };
}

/** The lines of a sample of any size, streamed, without the truth about them: for benchmarks. */
export function* streamSampleReviews(options: SampleOptions): Generator<string> {
  const settings = sampleSettings(options);
  for (const { json } of sampleLines(settings, sampleItems(settings))) yield json;
}

export function* streamSampleItems(options: SampleOptions): Generator<string> {
  for (const item of sampleItems(sampleSettings(options))) yield itemLine(item);
}

function byAspect(values: readonly number[]): Record<string, number> {
  return Object.fromEntries(SAMPLE_ASPECTS.map(({ key }, aspect) => [key, values[aspect] ?? 0]));
}

function plantedWorld(
  settings: SampleSettings,
  items: readonly SampleItem[],
): Pick<SampleTruth, 'seed' | 'domain' | 'aspects' | 'users' | 'items'> {
  const users = Array.from({ length: settings.users }, (_, index) => sampleUser(settings, index));
  return {
    seed: settings.seed,
    domain: SAMPLE_DOMAIN,
    aspects: SAMPLE_ASPECTS.map(({ key, name }) => ({ aspect: key, name })),
    users: users.map(({ userId, tastes }) => ({
      userId,
      tastes: tastes.map(({ fromMs, weights }) => ({ fromMs, weights: byAspect(weights) })),
    })),
    items: items.map(({ itemId, name, qualities }) => ({
      itemId,
      name,
      qualities: qualities.map((period) => ({ fromMs: period.fromMs, byAspect: byAspect(period.byAspect) })),
    })),
  };
}
