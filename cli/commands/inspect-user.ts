import { Command } from 'commander';

import { openRunWorld } from '../../activities/run-world.ts';
import { PipelineError } from '../../core/errors.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { absent, quoteOf } from './inspect-texts.ts';

interface InspectUserOptions {
  readonly store?: string;
  readonly json?: boolean;
  readonly at?: string;
}

export const inspectUserCommand = (): Command =>
  new Command('user')
    .description("a user's profile, at the end of the data or at --at")
    .argument('<run>')
    .argument('<user>', "the source's user id")
    .option('--at <date>', 'ISO date; reviews before it count')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, userId: string, options: InspectUserOptions) => {
      const { base } = await openRunWorld(await openExistingRun(run, options.store));
      const profile = base.userProfileAt(userId, timeOf(options.at));
      if (profile.reviewCount === 0) throw absent('user', userId, run);
      if (options.json) {
        printJson(profile);
        return;
      }
      process.stdout.write(`${userId}: ${profile.reviewCount} reviews${profile.sparse ? ', sparse profile' : ''}\n`);
      const labels = new Map(base.clusters.map(({ aspectId, label }) => [aspectId, label]));
      const rows = profile.opinions.map((opinion) => [
        labels.get(opinion.aspectId) ?? '',
        opinion.salience.toFixed(3),
        opinion.sentiment.toFixed(2),
        opinion.evidenceCount,
        quoteOf(opinion.evidence[0] === undefined ? undefined : base.sentence(opinion.evidence[0])?.text),
      ]);
      process.stdout.write(table(['aspect', 'salience', 'sentiment', 'sentences', 'evidence'], rows));
    });

function timeOf(text: string | undefined): number {
  if (text === undefined) return Number.MAX_SAFE_INTEGER;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new PipelineError('bad_configuration', `--at: "${text}" is no ISO date`);
  return time;
}
