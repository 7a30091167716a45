import { Command } from 'commander';
import { z } from 'zod';

import { AspectClusterSchema } from '../../core/aspects/aspect.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';

interface InspectAspectsOptions {
  readonly store?: string;
  readonly json?: boolean;
}

export const inspectAspectsCommand = (): Command =>
  new Command('aspects')
    .description('the aspects with their phrases')
    .argument('<run>')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, options: InspectAspectsOptions) => {
      const folder = await openExistingRun(run, options.store);
      const clusters = await folder.readJson(folder.keys.clusters, z.array(AspectClusterSchema));
      if (options.json) {
        printJson(clusters);
        return;
      }
      const rows = clusters.map(({ aspectId, label, size, coherence, distinctness, coherent, phrases }) => [
        aspectId,
        label,
        size,
        coherence.toFixed(2),
        distinctness.toFixed(2),
        coherent ? '' : 'incoherent',
        phrases
          .slice(0, 8)
          .map(({ phrase }) => phrase)
          .join(', '),
      ]);
      process.stdout.write(table(['id', 'label', 'sentences', 'NPMI', 'distinct', '', 'phrases'], rows));
    });
