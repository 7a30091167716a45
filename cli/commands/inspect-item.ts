import { Command } from 'commander';

import { openRunWorld } from '../../activities/run-world.ts';
import type { ChangePoint } from '../../core/profiles/change-points.ts';
import type { ProfiledBase } from '../../core/profiles/evidence-base.ts';
import { CREDIBLE_LEVEL } from '../../core/profiles/intervals.ts';
import type { EstimatedStanding, TrajectoryPoint } from '../../core/profiles/profile.ts';
import { timeGrid } from '../../core/profiles/time-grid.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { absent, between, labelsOf } from './inspect-texts.ts';

interface InspectItemOptions {
  readonly store?: string;
  readonly json?: boolean;
}

/** What the community said of an item, how that moved, and where it shifted. */
export const inspectItemCommand = (): Command =>
  new Command('item')
    .description("an item's trajectory")
    .argument('<run>')
    .argument('<item>', "the source's item id")
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, itemId: string, options: InspectItemOptions) => {
      const { base } = await openRunWorld(await openExistingRun(run, options.store));
      const item = base.items.get(itemId);
      if (item === undefined) throw absent('item', itemId, run);
      const grid = timeGrid(base.itemReviewsBefore(itemId, Number.MAX_SAFE_INTEGER));
      const endMs = grid.at(-1) ?? 0;
      const standing = base.itemStandingAt(itemId, endMs);
      const trajectory = base.itemTrajectory(itemId, grid);
      const changes = base.itemChangesBefore(itemId, endMs);
      if (options.json) {
        printJson({ item, standing, trajectory, changes });
        return;
      }
      const sparse = standing.sparse ? ', sparse' : '';
      process.stdout.write(
        `${item.name}: ${standing.reviewCount} reviews${sparse}, ${dateOf(grid[0])} to ${dateOf(endMs)}\n` +
          `${standingText(base, standing, trajectory, grid)}${changesText(base, changes)}`,
      );
    });

function standingText(
  base: ProfiledBase,
  standing: EstimatedStanding,
  trajectory: readonly TrajectoryPoint[],
  grid: readonly number[],
): string {
  const labels = labelsOf(base);
  const level = `${CREDIBLE_LEVEL * 100} %`;
  const rows = standing.opinions.map(
    ({ aspectId, sentiment, sentimentInterval, trendPerYear, trendInterval, evidenceCount }) => [
      labels.get(aspectId) ?? '',
      sentiment.toFixed(2),
      between(sentimentInterval),
      trendPerYear === 0 ? '-' : trendPerYear.toFixed(2),
      trendInterval === null ? '' : between(trendInterval),
      evidenceCount,
      sparkline(
        trajectory.filter((point) => point.aspectId === aspectId),
        grid,
      ),
    ],
  );
  return table(['aspect', 'sentiment', level, 'trend a year', level, 'said', 'from -1 to 1 over time'], rows);
}

function changesText(base: ProfiledBase, changes: readonly ChangePoint[]): string {
  if (changes.length === 0) return '\nShifts: none for sure.\n';
  const labels = labelsOf(base);
  const lines = changes.map(
    ({ aspectId, timestampMs, before, after, pValue }) =>
      `${labels.get(aspectId) ?? ''}: ${before.toFixed(2)} -> ${after.toFixed(2)} on ${dateOf(timestampMs)} (p = ${pValue.toFixed(4)})`,
  );
  return `\nShifts:\n${lines.join('\n')}\n`;
}

const LEVELS = '▁▂▃▄▅▆▇█';

/** A sentiment a grid time, blank before the first word on it. */
function sparkline(points: readonly TrajectoryPoint[], grid: readonly number[]): string {
  const byTime = new Map(points.map(({ timestampMs, sentiment }) => [timestampMs, sentiment]));
  return grid
    .map((timestampMs) => {
      const sentiment = byTime.get(timestampMs);
      if (sentiment === undefined) return ' ';
      return LEVELS[Math.min(LEVELS.length - 1, Math.floor(((sentiment + 1) / 2) * LEVELS.length))] ?? ' ';
    })
    .join('');
}

const dateOf = (timestampMs: number | undefined): string => new Date(timestampMs ?? 0).toISOString().slice(0, 10);
