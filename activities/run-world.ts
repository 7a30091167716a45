import { createHash } from 'node:crypto';

import { z } from 'zod';

import { AspectClusterSchema } from '../core/aspects/aspect.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { createPlanner } from '../core/planning/planner.ts';
import type { Planner } from '../core/planning/planner.ts';
import { TargetSchema } from '../core/planning/target.ts';
import type { Target } from '../core/planning/target.ts';
import { createEvidenceBaseBuilder } from '../core/profiles/evidence-base-builder.ts';
import type { ProfiledBase } from '../core/profiles/evidence-base.ts';
import { ProfileFitSchema } from '../core/profiles/profile-fit.ts';
import { sentenceFromRow } from '../core/aspects/sentence-table.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import { itemFromRow, reviewFromRow } from '../core/reviews/review-tables.ts';
import type { Listener } from '../core/fidelity/second-reading.ts';
import { openListener } from './open-listener.ts';
import type { ActivityPorts } from './ports.ts';
import { openRunFolder } from './run-folder.ts';
import { readRetries, retryTargets } from './retries.ts';
import type { RunFolder } from './run-folder.ts';

/** What planning, simulation and checks read of a run, loaded once a process and kept for the runs used last. */
export interface RunWorld {
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly base: ProfiledBase;
}

export interface PlannedWorld extends RunWorld {
  /** In the seeded order; those of retried dialogs come last. */
  readonly targets: readonly Target[];
  readonly planner: Planner;
  readonly target: (dialogId: string) => Target;
  /** For the checks; opened when first asked for. */
  readonly listener: () => Promise<Listener>;
}

/** A run of 12,000 dialogs takes about a gigabyte. */
const KEPT = 2;

export type RunWorlds = ReturnType<typeof createRunWorlds>;

export function createRunWorlds(ports: ActivityPorts) {
  const worlds = memoised((ref: RunRef) => openRunWorld(openRunFolder(ports, ref)));
  const plans = memoised(async (ref: RunRef) => {
    const { folder, base, config } = await openWorld(ref);
    const { targets } = await folder.readJson(folder.keys.targets, TargetsSchema);
    const planner = createPlanner({ base, config, targets });
    let opening: Promise<Listener> | null = null;
    const listener = (): Promise<Listener> => {
      opening ??= openListener(ports, openRunFolder(ports, ref));
      opening.catch(() => (opening = null));
      return opening;
    };
    return { targets, byId: new Map(targets.map((target) => [target.dialogId, target])), planner, listener };
  });
  /** The configuration is read each time: an extended run has another, on the same reviews and plans. */
  async function openWorld(ref: RunRef): Promise<RunWorld & { readonly content: string }> {
    const folder = openRunFolder(ports, ref);
    const config = await folder.config();
    const content = contentOf(config, await folder.readBytes(folder.keys.reviewFunnel));
    return { ...(await worlds(ref, content)), config, content };
  }
  return {
    world: (ref: RunRef): Promise<RunWorld> => openWorld(ref),
    async planned(ref: RunRef): Promise<PlannedWorld> {
      const { content, ...world } = await openWorld(ref);
      const { targets: original, byId, planner, listener } = await plans(ref, content);
      // Read each time: dialogs may be asked for anew while the run goes on.
      const retried = retryTargets(byId, await readRetries(world.folder));
      const targets = retried.length === 0 ? original : [...original, ...retried];
      const target = (dialogId: string): Target => {
        const found = byId.get(dialogId) ?? retried.find((candidate) => candidate.dialogId === dialogId);
        if (found === undefined) throw new RangeError(`no target ${dialogId} in ${ref.run}`);
        return found;
      };
      return { ...world, targets, planner, target, listener };
    },
  };
}

/** Names what a run's reviews, aspects, profiles and plans are made of: equal contents, equal worlds. */
function contentOf(config: RunConfig, funnel: Uint8Array): string {
  const { source, filters, split, aspects, profile, goal, target, plan, seed, experiment } = config;
  const { entailment } = config.simulation;
  const of = { source, filters, split, experiment, aspects, profile, goal, plan, seed, entailment };
  const made = { ...of, target: { ...target, dialogs: 0 } };
  return createHash('sha256').update(JSON.stringify(made)).update(funnel).digest('hex');
}

export const TargetsSchema = z.object({ targets: z.array(TargetSchema) });

/** Loads it anew: for the command line, which looks once. */
export const openRunWorld = async (folder: RunFolder): Promise<RunWorld> => openWorldAs(folder, await folder.config());

/** The run's reviews and sentences, profiled by the settings given: its own, or another way to look at them. */
export async function openWorldAs(folder: RunFolder, config: RunConfig): Promise<RunWorld> {
  const { keys } = folder;
  const funnel = await folder.readJson(keys.reviewFunnel, ReviewFunnelSchema);
  const clusters = await folder.readJson(keys.clusters, z.array(AspectClusterSchema));
  const items = (await folder.readTable(keys.items)).map(itemFromRow);
  const builder = createEvidenceBaseBuilder({
    items,
    clusters,
    profile: config.profile,
    trainEndMs: funnel.trainEndMs,
  });
  for await (const rows of folder.tableBatches(keys.reviews)) builder.addReviews(rows.map(reviewFromRow));
  for await (const rows of folder.tableBatches(keys.sentences)) builder.addSentences(rows.map(sentenceFromRow));
  // Where profiles stand, their fit does: fitting again would give the same, seconds later. Before, settings may change.
  const own = JSON.stringify(config.profile) === JSON.stringify((await folder.config()).profile);
  const stands = own && (await folder.store.exists(keys.userProfiles));
  const fit = stands ? await folder.findJson(keys.profileFit, ProfileFitSchema) : null;
  return { folder, config, base: builder.build(fit ?? undefined) };
}

/** Keeps the promises of the runs used last; a failed load is forgotten, so that a retry loads again. */
function memoised<T>(load: (ref: RunRef) => Promise<T>): (ref: RunRef, content: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (ref, content) => {
    const name = `${ref.store}\n${ref.run}\n${content}`;
    const standing = kept.get(name);
    const loading = standing ?? load(ref);
    // Set anew, it is the latest.
    kept.delete(name);
    kept.set(name, loading);
    if (standing !== undefined) return standing;
    loading.catch(() => kept.delete(name));
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return loading;
  };
}
