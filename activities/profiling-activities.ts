import type { RunRef } from '../core/config/run-ref.ts';
import { buildProfiles } from './build-profiles.ts';
import { createDescribingActivities } from './describe-shards.ts';
import { createFittingActivities } from './fit-aspects.ts';
import type { ActivityPorts } from './ports.ts';
import type { RunWorlds } from './run-world.ts';

export type ProfilingActivities = ReturnType<typeof createProfilingActivities>;

export function createProfilingActivities(ports: ActivityPorts, worlds: RunWorlds) {
  return {
    ...createFittingActivities(ports),
    ...createDescribingActivities(ports),

    /** Each user's profile at the end of the run's data, and each item's trajectory on a time grid. */
    async buildProfiles(ref: RunRef): Promise<{ users: number; items: number }> {
      return buildProfiles(ports, await worlds.world(ref));
    },
  };
}
