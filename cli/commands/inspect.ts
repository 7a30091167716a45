import { Command, Option } from 'commander';

import { openRunWorld } from '../../activities/run-world.ts';
import { FORMATS } from '../../core/config/run-config.ts';
import { PipelineError } from '../../core/errors.ts';
import { DialogPlanSchema } from '../../core/planning/dialog-plan.ts';
import { planToMermaid } from '../../core/planning/plan-mermaid.ts';
import { itemTrajectory } from '../../core/profiles/item-trajectory.ts';
import { timeGrid } from '../../core/profiles/time-grid.ts';
import { DialogRecordSchema } from '../../core/simulation/dialog.ts';
import { inspectSource } from '../../infra/reviews/inspect-source.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { inspectAspectsCommand } from './inspect-aspects.ts';

interface InspectOptions {
  readonly store?: string;
  readonly json?: boolean;
}

const withOptions = (command: Command): Command =>
  command.option('--store <uri>', 'where runs are kept').option('--json', 'print JSON');

/** Each noun of the pipeline, as a person looks at it. */
export function inspectCommand(): Command {
  const inspect = new Command('inspect').description('look at a source, or at what a run found and made');
  const subcommands = [
    sourceCommand(),
    inspectAspectsCommand(),
    userCommand(),
    itemCommand(),
    planCommand(),
    dialogCommand(),
  ];
  for (const command of subcommands) inspect.addCommand(command.exitOverride());
  return inspect;
}

const sourceCommand = (): Command =>
  new Command('source')
    .description('what a file of reviews holds')
    .argument('<path>', 'the file')
    .addOption(new Option('--format <format>', 'source format').choices(FORMATS).default('auto'))
    .option('--json', 'print JSON')
    .action(async (path: string, options: { format: (typeof FORMATS)[number]; json?: boolean }) => {
      const found = await inspectSource(path, options.format);
      if (options.json) printJson(found);
      else
        for (const [name, value] of Object.entries(found)) process.stdout.write(`${name}: ${JSON.stringify(value)}\n`);
    });

const userCommand = (): Command =>
  withOptions(
    new Command('user')
      .description("a user's profile, at the end of the data or at --at")
      .argument('<run>')
      .argument('<user>', "the source's user id")
      .option('--at <date>', 'ISO date; reviews before it count'),
  ).action(async (run: string, userId: string, options: InspectOptions & { at?: string }) => {
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

const itemCommand = (): Command =>
  withOptions(
    new Command('item')
      .description("an item's trajectory")
      .argument('<run>')
      .argument('<item>', "the source's item id"),
  ).action(async (run: string, itemId: string, options: InspectOptions) => {
    const { base } = await openRunWorld(await openExistingRun(run, options.store));
    const item = base.items.get(itemId);
    if (item === undefined) throw absent('item', itemId, run);
    const standing = base.itemStandingAt(itemId, Number.MAX_SAFE_INTEGER);
    const trajectory = itemTrajectory(base, itemId, timeGrid(base.reviews));
    if (options.json) {
      printJson({ item, standing, trajectory });
      return;
    }
    const labels = new Map(base.clusters.map(({ aspectId, label }) => [aspectId, label]));
    process.stdout.write(`${item.name}: ${standing.reviewCount} reviews${standing.sparse ? ', sparse' : ''}\n`);
    const rows = standing.opinions.map((opinion) => [
      labels.get(opinion.aspectId) ?? '',
      opinion.sentiment.toFixed(2),
      opinion.trendPerYear.toFixed(2),
      opinion.evidenceCount,
    ]);
    process.stdout.write(table(['aspect', 'sentiment', 'trend a year', 'sentences'], rows));
  });

const planCommand = (): Command =>
  withOptions(
    new Command('plan').description("a dialog's plan, as Mermaid").argument('<run>').argument('<dialog>'),
  ).action(async (run: string, dialogId: string, options: InspectOptions) => {
    const folder = await openExistingRun(run, options.store);
    const plan = /^d\d+$/.test(dialogId) ? await folder.findJson(folder.keys.plan(dialogId), DialogPlanSchema) : null;
    if (plan === null) throw absent('plan', dialogId, run);
    if (options.json) {
      printJson(plan);
      return;
    }
    const { base } = await openRunWorld(folder);
    const labels = new Map(base.clusters.map(({ aspectId, label }) => [aspectId, label]));
    const graph = planToMermaid(
      plan,
      (aspectId) => labels.get(aspectId) ?? String(aspectId),
      (itemId) => base.items.get(itemId)?.name ?? itemId,
    );
    process.stdout.write(`${graph}\n`);
    for (const { evidenceId, role, reviewId, sentenceIndex, quote } of plan.evidence) {
      process.stdout.write(`%% ${evidenceId} ${role} ${reviewId}#${sentenceIndex}: ${quoteOf(quote)}\n`);
    }
  });

const dialogCommand = (): Command =>
  withOptions(new Command('dialog').description('a dialog').argument('<run>').argument('<dialog>')).action(
    async (run: string, dialogId: string, options: InspectOptions) => {
      const folder = await openExistingRun(run, options.store);
      const found = /^d\d+$/.test(dialogId);
      const record = found ? await folder.findJson(folder.keys.dialog(dialogId), DialogRecordSchema) : null;
      if (record === null) throw absent('dialog', dialogId, run);
      if (options.json) printJson(record);
      else for (const { speaker, text } of record.turns) process.stdout.write(`${speaker.padEnd(6)}  ${text}\n`);
    },
  );

function timeOf(text: string | undefined): number {
  if (text === undefined) return Number.MAX_SAFE_INTEGER;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new PipelineError('bad_configuration', `--at: "${text}" is no ISO date`);
  return time;
}

const absent = (what: string, id: string, run: string): PipelineError =>
  new PipelineError('artefact_missing', `run ${run} has no ${what} "${id}"`, { subject: id });

/** Review text may hold control characters: a terminal must not obey them. */
const quoteOf = (text: string | undefined): string => (text ?? '').replaceAll(/\p{Cc}/gu, ' ').slice(0, 100);
