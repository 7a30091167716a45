import type { ChangePoint } from '../core/profiles/change-points.ts';
import type { ProfiledBase } from '../core/profiles/evidence-base.ts';
import {
  TRAJECTORY_TABLE,
  trajectoryRow,
  USER_PROFILE_TABLE,
  userProfileRow,
} from '../core/profiles/profile-tables.ts';
import { SparsityCounter } from '../core/profiles/sparsity.ts';
import { timeGrid } from '../core/profiles/time-grid.ts';
import type { TableRow } from '../core/storage/table-codec.ts';
import { reportProgress } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import type { RunWorld } from './run-world.ts';

/** Profiles or trajectories computed between two heartbeats. */
const BLOCK = 200;

/**
 * Writes each item's trajectory on a time grid, each user's profile at the end of the run's data, what was fitted, and how
 * sparse profiles are. Rows stream to the tables. `users.parquet` is written last: where it stands, all of it does.
 */
export async function buildProfiles(
  ports: Pick<ActivityPorts, 'breathe'>,
  { folder, base, config }: Pick<RunWorld, 'folder' | 'base' | 'config'>,
): Promise<{ users: number; items: number }> {
  const users = [...base.userIds()].sort();
  const items = [...base.items.keys()].sort();
  const { keys } = folder;
  if (await folder.store.exists(keys.userProfiles)) return { users: users.length, items: items.length };
  const grid = timeGrid(base.reviews);
  const [ofUsers, ofItems] = [new SparsityCounter(), new SparsityCounter()];
  const endMs = grid.at(-1) ?? 0;

  async function* trajectories(): AsyncGenerator<TableRow> {
    for (const [index, itemId] of items.entries()) {
      if (index % BLOCK === 0) await breatheAt('item trajectories', index, items.length);
      yield* trajectoryRows(base, itemId, grid);
      const { sentenceCount, sparse } = base.itemStandingAt(itemId, endMs);
      ofItems.add(sentenceCount, sparse);
    }
  }
  async function* profiles(): AsyncGenerator<TableRow> {
    for (const [index, userId] of users.entries()) {
      if (index % BLOCK === 0) await breatheAt('user profiles', index, users.length);
      const profile = base.userProfileAt(userId, endMs);
      ofUsers.add(profile.sentenceCount, profile.sparse, profile.priorShare);
      yield userProfileRow(profile);
    }
    await folder.writeJson(keys.profileSparsity, {
      sparseBelow: config.profile.sparseBelow,
      users: ofUsers.spread(true),
      items: ofItems.spread(false),
    });
  }
  async function breatheAt(what: string, done: number, total: number): Promise<void> {
    reportProgress(what, done, total);
    await ports.breathe();
  }

  await folder.writeJson(keys.profileFit, base.fit);
  await folder.writeTable(keys.itemTrajectories, TRAJECTORY_TABLE, trajectories());
  await folder.writeTable(keys.userProfiles, USER_PROFILE_TABLE, profiles());
  return { users: users.length, items: items.length };
}

/** Each point with the shift, if any, in the interval that it ends. */
function trajectoryRows(base: ProfiledBase, itemId: string, grid: readonly number[]): TableRow[] {
  const changes = base.itemChangesBefore(itemId, grid.at(-1) ?? 0);
  return base
    .itemTrajectory(itemId, grid)
    .map((point) => trajectoryRow(point, shiftIn(changes, point.aspectId, point.timestampMs, grid)));
}

function shiftIn(
  changes: readonly ChangePoint[],
  aspectId: number,
  endMs: number,
  grid: readonly number[],
): ChangePoint | null {
  const startMs = grid[grid.indexOf(endMs) - 1] ?? -Infinity;
  const inside = (time: number): boolean => time >= startMs && time < endMs;
  return changes.find((change) => change.aspectId === aspectId && inside(change.timestampMs)) ?? null;
}
