import { Command } from 'commander';

import { openRunWorld } from '../../activities/run-world.ts';
import { timeGrid } from '../../core/profiles/time-grid.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { absent } from './inspect-texts.ts';

interface InspectItemOptions {
  readonly store?: string;
  readonly json?: boolean;
}

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
      const standing = base.itemStandingAt(itemId, Number.MAX_SAFE_INTEGER);
      const trajectory = base.itemTrajectory(itemId, timeGrid(base.reviews));
      if (options.json) {
        printJson({ item, standing, trajectory });
        return;
      }
      const labels = new Map(base.clusters.map(({ aspectId, label }) => [aspectId, label]));
      process.stdout.write(`${item.name}: ${standing.reviewCount} reviews${standing.sparse ? ', sparse' : ''}\n`);
      const rows = standing.opinions.map((opinion) => [
        labels.get(opinion.aspectId) ?? '',
        opinion.sentiment.toFixed(2),
        opinion.trendPerYear.toFixed(2),
        opinion.evidenceCount,
      ]);
      process.stdout.write(table(['aspect', 'sentiment', 'trend a year', 'sentences'], rows));
    });
