import { Command } from 'commander';
import { z } from 'zod';

import type { RunFolder } from '../../activities/run-folder.ts';
import { AspectClusterSchema } from '../../core/aspects/aspect.ts';
import { createMeanSentiments } from '../../core/aspects/mean-sentiments.ts';
import { sentenceFromRow } from '../../core/aspects/sentence-table.ts';
import { aspectListing, type ListedAspect } from '../aspect-listing.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson } from '../table.ts';

interface InspectAspectsOptions {
  readonly store?: string;
  readonly json?: boolean;
}

export const inspectAspectsCommand = (): Command =>
  new Command('aspects')
    .description('the aspects: phrases, figures, a typical sentence, and why one is kept out of plans')
    .argument('<run>')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, options: InspectAspectsOptions) => {
      const aspects = await listAspects(await openExistingRun(run, options.store));
      if (options.json) printJson(aspects.map(({ cluster, sentiment }) => ({ ...cluster, sentiment })));
      else process.stdout.write(aspectListing(aspects));
    });

/** A run that has fitted its aspects but not yet described its sentences knows no sentiments. */
async function listAspects(folder: RunFolder): Promise<ListedAspect[]> {
  const clusters = await folder.readJson(folder.keys.clusters, z.array(AspectClusterSchema));
  const sentiments = createMeanSentiments();
  if (await folder.store.exists(folder.keys.sentences)) {
    for await (const rows of folder.tableBatches(folder.keys.sentences)) {
      for (const row of rows) sentiments.add(sentenceFromRow(row));
    }
  }
  return clusters.map((cluster) => ({ cluster, sentiment: sentiments.of(cluster.aspectId) }));
}
