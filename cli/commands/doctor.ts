import { Command } from 'commander';

import { inspectParts } from '../../infra/setup/inspect-parts.ts';
import { describeTrainingDevice } from '../../workers/training-device.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { readVersions } from '../../workers/versions.ts';
import { printJson, table } from '../table.ts';

const MEGABYTE = 1_000_000;

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('list the parts, their versions and their state')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const environment = readEnvironment(process.env, process.cwd());
      const parts = await inspectParts(environment.variables);
      const versions = readVersions();
      const training = await describeTrainingDevice(environment);
      const settings = {
        store: environment.store,
        state: environment.stateDirectory,
        temporal: environment.temporal.address ?? 'embedded',
        taskQueue: environment.taskQueue,
        training,
        openaiKey: environment.variables['OPENAI_API_KEY'] === undefined ? 'not set' : 'set',
      };
      if (options.json) {
        printJson({ versions, settings, parts });
        return;
      }
      const rows = parts.map((part) => [
        part.name,
        part.version,
        part.state,
        part.bytes === 0 ? '' : `${Math.round(part.bytes / MEGABYTE)} MB`,
        part.hint ?? part.path ?? '',
      ]);
      process.stdout.write(`${table(['part', 'version', 'state', 'size', 'where, or what to do'], rows)}\n`);
      process.stdout.write(table(['setting', 'value'], Object.entries({ ...versions, ...settings })));
    });
