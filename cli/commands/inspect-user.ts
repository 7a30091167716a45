import { Command } from 'commander';

import { openRunWorld } from '../../activities/run-world.ts';
import { PipelineError } from '../../core/errors.ts';
import type { ProfiledBase } from '../../core/profiles/evidence-base.ts';
import { CREDIBLE_LEVEL } from '../../core/profiles/intervals.ts';
import type { EstimatedProfile } from '../../core/profiles/profile.ts';
import type { TasteDrift } from '../../core/profiles/taste-drift.ts';
import type { SentenceRef } from '../../core/reviews/review.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { absent, between, labelsOf, quoteOf } from './inspect-texts.ts';

interface InspectUserOptions {
  readonly store?: string;
  readonly json?: boolean;
  readonly at?: string;
}

/** A profile with what the evidence leaves open, and the tastes that changed. */
export const inspectUserCommand = (): Command =>
  new Command('user')
    .description("a user's profile and how it changed, at the end of the data or at --at")
    .argument('<run>')
    .argument('<user>', "the source's user id")
    .option('--at <date>', 'ISO date; reviews before it count')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, userId: string, options: InspectUserOptions) => {
      const { base } = await openRunWorld(await openExistingRun(run, options.store));
      const timestampMs = options.at === undefined ? endOf(base) : timeOf(options.at);
      const profile = base.userProfileAt(userId, timestampMs);
      if (profile.reviewCount === 0) throw absent('user', userId, run);
      const drift = base.tasteDriftAt(userId, timestampMs);
      if (options.json) printJson({ ...profile, drift });
      else process.stdout.write(`${profileText(base, profile)}${driftText(base, drift)}`);
    });

function profileText(base: ProfiledBase, profile: EstimatedProfile): string {
  const labels = labelsOf(base);
  const rows = profile.opinions.map((opinion) => [
    labels.get(opinion.aspectId) ?? '',
    opinion.salience.toFixed(3),
    between(opinion.salienceInterval),
    opinion.sentiment.toFixed(2),
    between(opinion.sentimentInterval),
    opinion.evidenceCount,
    textOf(base, opinion.evidence[0], 40),
  ]);
  const level = `${CREDIBLE_LEVEL * 100} %`;
  const header = ['aspect', 'salience', level, 'sentiment', level, 'said', 'evidence'];
  const sparse = profile.sparse ? '; sparse: close to the population (generic priors)' : '';
  return (
    `${profile.userId}: ${profile.reviewCount} reviews, ${profile.sentenceCount} sentences on aspects, ` +
    `${Math.round(profile.priorShare * 100)} % of the saliences from the population${sparse}\n${table(header, rows)}`
  );
}

function driftText(base: ProfiledBase, drift: readonly TasteDrift[]): string {
  const [first] = drift;
  if (first === undefined) return '\nDrift: too few reviews to compare an earlier with a recent half.\n';
  const changed = drift.filter((one) => one.changed);
  const since = new Date(first.sinceMs).toISOString().slice(0, 10);
  const compared = `${drift.length} comparisons of the reviews before and from ${since}`;
  if (changed.length === 0) return `\nDrift: no taste changed for sure (${compared}).\n`;
  const labels = labelsOf(base);
  const lines = changed.flatMap(({ aspectId, of, earlier, recent, probability, evidence }) => [
    `${labels.get(aspectId) ?? ''}: ${of} ${earlier.toFixed(2)} -> ${recent.toFixed(2)} (probability ${probability.toFixed(3)})`,
    ...evidence.earlier.map((ref) => `  earlier: ${textOf(base, ref, 86)}`),
    ...evidence.recent.map((ref) => `  recent:  ${textOf(base, ref, 86)}`),
  ]);
  return `\nDrift (${compared}; at most a tenth by chance):\n${lines.join('\n')}\n`;
}

const textOf = (base: ProfiledBase, ref: SentenceRef | undefined, most: number): string =>
  quoteOf(ref === undefined ? undefined : base.sentence(ref)?.text, most);

/** Just after the newest review: all of them count, and none has decayed further. */
const endOf = (base: ProfiledBase): number => (base.reviews.at(-1)?.timestampMs ?? 0) + 1;

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new PipelineError('bad_configuration', `--at: "${text}" is no ISO date`);
  return time;
}
