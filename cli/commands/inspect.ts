import { Command, Option } from 'commander';

import { openRunWorld } from '../../activities/run-world.ts';
import { FORMATS } from '../../core/config/run-config.ts';
import { isDialogId } from '../../core/planning/target.ts';
import { DialogPlanSchema } from '../../core/planning/dialog-plan.ts';
import { planToMermaid } from '../../core/planning/plan-mermaid.ts';
import { DialogRecordSchema } from '../../core/simulation/dialog.ts';
import { inspectSource } from '../../infra/reviews/inspect-source.ts';
import { openExistingRun } from '../run-reader.ts';
import { printable } from '../../core/text/printable.ts';
import { printJson } from '../table.ts';
import { inspectAspectsCommand } from './inspect-aspects.ts';
import { inspectItemCommand } from './inspect-item.ts';
import { absent, quoteOf } from './inspect-texts.ts';
import { inspectUserCommand } from './inspect-user.ts';

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
    inspectUserCommand(),
    inspectItemCommand(),
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

const planCommand = (): Command =>
  withOptions(
    new Command('plan').description("a dialog's plan, as Mermaid").argument('<run>').argument('<dialog>'),
  ).action(async (run: string, dialogId: string, options: InspectOptions) => {
    const folder = await openExistingRun(run, options.store);
    const plan = isDialogId(dialogId) ? await folder.findJson(folder.keys.plan(dialogId), DialogPlanSchema) : null;
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
      const found = isDialogId(dialogId);
      const record = found ? await folder.findJson(folder.keys.dialog(dialogId), DialogRecordSchema) : null;
      if (record === null) throw absent('dialog', dialogId, run);
      if (options.json) printJson(record);
      else
        for (const { speaker, text } of record.turns)
          process.stdout.write(`${speaker.padEnd(6)}  ${printable(text)}\n`);
    },
  );
