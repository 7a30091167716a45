import { Command } from 'commander';

import type { RunFolder } from '../../activities/run-folder.ts';
import { summariseExperiment } from '../../activities/summarise-experiment.ts';
import { designOf, EXPERIMENTS, type ExperimentName } from '../../core/experiments/arms.ts';
import type { ExperimentTable } from '../../core/experiments/experiment-table.ts';
import * as texts from '../../core/experiments/table-texts.ts';
import { resolveConfig } from '../../core/config/resolve-config.ts';
import { RunConfigSchema, type RunConfig } from '../../core/config/run-config.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { openEncoder } from '../../workers/open-encoder.ts';
import { openEntailment } from '../../workers/open-entailment.ts';
import { fusionCommand } from './experiment-fusion.ts';
import { transferCommand } from './experiment-transfer.ts';
import { executeRun } from '../execute-run.ts';
import { openExistingRun, openFolder } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { atLeastOne } from '../whole-number.ts';

interface ExperimentOptions {
  readonly targets: number;
  readonly store?: string;
  readonly json?: boolean;
}

const DESCRIPTIONS: Readonly<Record<ExperimentName, string>> = {
  plans: 'plans as a graph of flexible super-nodes against one fixed chain',
  profiles: 'temporal profiles against profiles without decay, and against none',
  noise: 'labels of aspects and sentiment made wrong: 0, 10, 30 and 50 %',
};

const TARGETS = 100;

export function experimentCommand(): Command {
  const command = new Command('experiment').description(
    'make a run again with one thing changed, and compare: the same users, targets and seed; arms are runs, and resume',
  );
  for (const name of EXPERIMENTS) command.addCommand(subcommand(name).exitOverride());
  command.addCommand(fusionCommand().exitOverride());
  command.addCommand(transferCommand().exitOverride());
  return command;
}

const subcommand = (experiment: ExperimentName): Command =>
  new Command(experiment)
    .description(DESCRIPTIONS[experiment])
    .argument('<runs...>', 'finished runs, each an experiment of its own')
    .option('--targets <n>', "the first n targets of the run's order, attempted in every arm", atLeastOne, TARGETS)
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print the tables as JSON')
    .action(async (runs: string[], options: ExperimentOptions) => {
      for (const run of runs) await carryOut(experiment, run, options);
    });

async function carryOut(experiment: ExperimentName, run: string, { targets, store, json }: ExperimentOptions) {
  const folder = await openExistingRun(run, store);
  const design = designOf(experiment, await folder.config(), targets);
  const environment = readEnvironment(process.env, process.cwd());
  const armFolder = (arm: string): RunFolder => openFolder(environment, arm, folder.ref.store);
  for (const { name, config } of [design.control, ...design.others]) {
    process.stderr.write(`${experiment}, arm "${name}": run ${config.name}\n`);
    const asked = resolveConfig(await atLeastAsStanding(config, armFolder(config.name)));
    await executeRun({ ...asked, store: folder.ref.store }, { detach: false, json: false, quiet: true });
  }
  const found = await summariseExperiment(
    { encoder: () => openEncoder(process.env), entailment: () => openEntailment(process.env) },
    folder,
    design,
    armFolder,
  );
  if (json === true) printJson(found);
  else print(found, `${folder.ref.store.replace(/\/$/, '')}/${folder.keys.experiment(experiment)}`);
}

/** An arm that stands for more targets serves fewer as well. */
async function atLeastAsStanding(config: RunConfig, folder: RunFolder): Promise<RunConfig> {
  const standing = await folder.findJson(folder.keys.config, RunConfigSchema);
  const dialogs = Math.max(config.target.dialogs, standing?.target.dialogs ?? 0);
  return { ...config, target: { ...config.target, dialogs } };
}

function print(found: ExperimentTable, place: string): void {
  const parts = [
    texts.QUESTIONS[found.experiment],
    table(texts.HEADER, texts.tableLines(found)),
    ...texts.silences(found).map(({ reason, measures }) => `not shown (${measures.join('; ')}): ${reason}\n`),
    table(texts.ATTEMPTS_HEADER, texts.attemptLines(found)),
    ...texts
      .violationTables(found)
      .map(({ caption, header, lines }) =>
        lines.length > 0 ? `${caption}\n${table(header, lines)}` : `${caption}: none\n`,
      ),
    ...texts.notes(found),
    `written: ${place}/{table.json,table.md,report.html}\n`,
  ];
  process.stdout.write(parts.join('\n'));
}
