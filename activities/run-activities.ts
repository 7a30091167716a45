import type { ActivityPorts } from './ports.ts';
import { capOf } from '../core/config/caps.ts';
import { applyReplay, assertExtends, configDifferences, resolveConfig } from '../core/config/resolve-config.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import type { RunBrief, RunRef } from '../core/config/run-ref.ts';
import { PipelineError } from '../core/errors.ts';
import { runKeys } from '../core/storage/run-keys.ts';
import { assertLendsAspects, lenderOf } from './borrow-aspects.ts';
import { retime, summariseRun } from './run-summary.ts';
import { reopen, runFolder, stagesThatStand } from './run-folder.ts';
import type { RunWorlds } from './run-world.ts';
import { tidyRun } from './tidy-run.ts';
import { traceOf } from './tracing.ts';

export type RunActivities = ReturnType<typeof createRunActivities>;

export function createRunActivities(ports: ActivityPorts, worlds: RunWorlds) {
  return {
    /** First of all: the whole input read, validated, and held against what stands under this run's name. */
    async resolveRun({ run, input }: { run: string; input: Record<string, unknown> }): Promise<RunBrief> {
      const given = resolveConfig({ ...input, name: input?.['name'] ?? run });
      const { reviews, items } = given.source;
      // As the command line keeps it: what is started in the UI is gone on with there.
      const source = {
        ...given.source,
        reviews: ports.locate(reviews),
        items: items === null ? null : ports.locate(items),
      };
      const config = { ...given, source };
      if (config.name !== run) {
        throw new PipelineError(
          'bad_configuration',
          `name: the run's name must be its workflow id: "${config.name}" was given, the workflow is "${run}"`,
          { subject: 'name' },
        );
      }
      const ref: RunRef = { run, store: config.store ?? ports.defaultStore, ...traceOf(ports) };
      ports.assertAllowed(config.source.reviews);
      if (config.source.items !== null) ports.assertAllowed(config.source.items);
      const store = ports.openStore(ref.store);
      const folder = runFolder(store, ports.tables, ref);
      const standing = await folder.findJson(runKeys(run).config, RunConfigSchema);
      // What the command line looks at first, for runs that are started in the UI.
      if (standing === null) await ports.probeStore(store);
      // The store is part of the address, not of the content: a copied run is the same run.
      const stored: RunConfig = { ...applyReplay(config, standing), store: null };
      if (standing !== null) {
        assertExtends(run, standing, stored, await stagesThatStand(folder));
        if (configDifferences(standing, stored).length > 0) await reopen(folder);
      }
      const lender = lenderOf(stored);
      if (lender !== null && !(await store.exists(folder.keys.clusters))) await assertLendsAspects(ports, ref, lender);
      // Throws where the model's key is missing, or its price while there is a cap on the cost.
      ports.chatModel(stored, store, folder.keys);
      await folder.writeJson(folder.keys.config, stored);
      return {
        ref,
        domain: config.domain,
        wantedDialogs: config.target.dialogs,
        maxAttempts: config.simulation.maxAttempts,
        concurrency: config.simulation.concurrency,
        recommender: config.recommender.enabled,
        budget: capOf(stored),
        attemptEstimate: ports.attemptEstimate(stored),
        estimate: ports.runEstimate(stored),
      };
    },

    /**
     * summary.json, audit.json and manifest.json, counted from what stands in the store; of a run whose summary stands already,
     * with `isAgain`, nothing but the stages' times.
     */
    async finishRun(input: {
      ref: RunRef;
      status: 'completed' | 'exhausted';
      seconds: Record<string, number>;
      isAgain?: boolean;
    }): Promise<void> {
      const world = await worlds.planned(input.ref);
      if (input.isAgain === true && (await retime(world.folder, input.seconds))) return;
      await tidyRun(world.folder);
      await summariseRun(ports, world, input.status, input.seconds);
    },
  };
}
