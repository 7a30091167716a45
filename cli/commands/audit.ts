import { Command } from 'commander';

import { auditDialog, auditFailures, renderStory } from '../../activities/audit-dialog.ts';
import type { FailedDialog } from '../../activities/audit-dialog.ts';
import { PipelineError } from '../../core/errors.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';

interface AuditOptions {
  readonly failed?: boolean;
  readonly store?: string;
  readonly json?: boolean;
}

const SHOWN_CHARACTERS = 60;

const failureTable = (failed: readonly FailedDialog[]): string =>
  table(
    ['dialog', 'attempts', 'target', 'checks of the last attempt', 'found first'],
    failed.map(({ dialogId, attempts, targetItemId, violations, found }) => [
      dialogId,
      attempts,
      targetItemId,
      violations.join(', '),
      found.replaceAll(/\s+/gu, ' ').slice(0, SHOWN_CHARACTERS),
    ]),
  );

export const auditCommand = (): Command =>
  new Command('audit')
    .description("print one dialog's whole story, and archive it in the run's folder; or list those that were given up")
    .argument('<run>', 'the run')
    .argument('[dialog]', 'dialog id, e.g. d000012')
    .option('--failed', 'every dialog that was given up, as a table')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, dialogId: string | undefined, options: AuditOptions) => {
      const folder = await openExistingRun(run, options.store);
      if (options.failed === true && dialogId === undefined) {
        const failed = await auditFailures(folder);
        if (options.json) printJson(failed);
        else if (failed.length === 0) process.stdout.write(`run ${run}: no dialog was given up\n`);
        else {
          process.stdout.write(failureTable(failed));
          process.stdout.write(`"convrecstudio retry ${run} --failed" makes new dialogs in their place\n`);
        }
        return;
      }
      if (dialogId === undefined || options.failed === true) {
        throw new PipelineError('bad_configuration', 'audit: name one dialog (e.g. d000012), or give --failed');
      }
      const story = await auditDialog(folder, dialogId);
      if (options.json) printJson(story);
      else process.stdout.write(renderStory(story));
    });
