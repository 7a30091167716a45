import { runFolder } from '../activities/run-folder.ts';
import type { RunFolder } from '../activities/run-folder.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import { PipelineError } from '../core/errors.ts';
import { openStore } from '../infra/storage/open-store.ts';
import { createDuckDbTableCodec } from '../infra/tables/duckdb-table-codec.ts';
import { readEnvironment } from '../workers/environment.ts';
import type { Environment } from '../workers/environment.ts';
import { absoluteStore } from './run-input.ts';

/** A run's folder as the command line reads it, there or not. */
export function openFolder(environment: Environment, run: string, storeUri: string): RunFolder {
  const store = openStore(storeUri, environment.variables);
  return runFolder(store, createDuckDbTableCodec(), { run, store: storeUri });
}

/** What `--store` says, or the environment. */
export const storeUriOf = (store: string | undefined): string =>
  store === undefined ? readEnvironment(process.env, process.cwd()).store : absoluteStore(store);

/** The folder of a run that must be there; `--store` or the environment says where. */
export async function openExistingRun(run: string, store: string | undefined): Promise<RunFolder> {
  const environment = readEnvironment(process.env, process.cwd());
  const storeUri = storeUriOf(store);
  const folder = openFolder(environment, run, storeUri);
  if ((await folder.findJson(folder.keys.config, RunConfigSchema)) === null) {
    throw new PipelineError(
      'bad_configuration',
      `there is no run "${run}" in ${storeUri} (--store says where to look)`,
      {
        subject: run,
      },
    );
  }
  return folder;
}
