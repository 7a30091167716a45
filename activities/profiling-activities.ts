import type { RunRef } from '../core/config/run-ref.ts';
import { itemTrajectory } from '../core/profiles/item-trajectory.ts';
import {
  TRAJECTORY_TABLE,
  trajectoryRow,
  USER_PROFILE_TABLE,
  userProfileRow,
} from '../core/profiles/profile-tables.ts';
import { timeGrid } from '../core/profiles/time-grid.ts';
import { createDescribingActivities } from './describe-shards.ts';
import { reportProgress } from './failures.ts';
import { createFittingActivities } from './fit-aspects.ts';
import type { ActivityPorts } from './ports.ts';
import type { RunWorlds } from './run-world.ts';

export type ProfilingActivities = ReturnType<typeof createProfilingActivities>;

/** Profiles and trajectories computed between two heartbeats. */
const PROFILE_BLOCK = 200;

export function createProfilingActivities(ports: ActivityPorts, worlds: RunWorlds) {
  return {
    ...createFittingActivities(ports),
    ...createDescribingActivities(ports),

    /** Each user's profile at the end of the run's data, and each item's trajectory on a time grid. */
    async buildProfiles(ref: RunRef): Promise<{ users: number; items: number }> {
      const { folder, base } = await worlds.world(ref);
      const users = [...new Set(base.reviews.map(({ userId }) => userId))].sort();
      const items = [...base.items.keys()].sort();
      if (await folder.store.exists(folder.keys.userProfiles)) return { users: users.length, items: items.length };
      const grid = timeGrid(base.reviews);
      const endMs = grid.at(-1) ?? 0;
      const trajectories: ReturnType<typeof trajectoryRow>[] = [];
      for (const [index, itemId] of items.entries()) {
        trajectories.push(...itemTrajectory(base, itemId, grid).map(trajectoryRow));
        if (index % PROFILE_BLOCK === 0) await breatheAt('item trajectories', index, items.length);
      }
      await folder.writeTable(folder.keys.itemTrajectories, TRAJECTORY_TABLE, trajectories);
      const profiles: ReturnType<typeof userProfileRow>[] = [];
      for (const [index, userId] of users.entries()) {
        profiles.push(...[base.userProfileAt(userId, endMs)].map(userProfileRow));
        if (index % PROFILE_BLOCK === 0) await breatheAt('user profiles', index, users.length);
      }
      await folder.writeTable(folder.keys.userProfiles, USER_PROFILE_TABLE, profiles);
      return { users: users.length, items: items.length };
    },
  };

  async function breatheAt(what: string, done: number, total: number): Promise<void> {
    reportProgress(what, done, total);
    await ports.breathe();
  }
}
