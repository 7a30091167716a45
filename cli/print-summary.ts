import { fileURLToPath } from 'node:url';

import type { RunSummary } from '../core/dataset/run-summary.ts';
import { runKeys } from '../core/storage/run-keys.ts';

/** A finished run in a few lines, or as JSON on standard output. */
export function printSummary(
  summary: RunSummary,
  { run, storeUri, json }: { readonly run: string; readonly storeUri: string; readonly json: boolean },
): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    return;
  }
  const { dialogs, llm } = summary;
  const keys = runKeys(run);
  const at = (key: string): string => `${readable(storeUri)}/${key}`;
  const shortfall = dialogs.requested - dialogs.accepted;
  process.stdout.write(
    [
      `run ${run}: ${summary.status}`,
      `  dialogs   ${dialogs.accepted} accepted of ${dialogs.requested} asked for` +
        `${dialogs.exhausted ? ` (the targets ran out: ${shortfall} short)` : ''}, ` +
        `${dialogs.rejected} rejected, ${dialogs.duplicates} near-duplicates`,
      `  attempts  ${dialogs.byAttempt.map((count, index) => `${index + 1}: ${count}`).join('  ')}`,
      `  model     ${llm.calls} calls (${llm.replayed} from the journal), ${llm.promptTokens + llm.completionTokens} tokens, ` +
        `$${llm.costUsd.toFixed(4)}` +
        (llm.unknownCostUsd > 0 ? ` and at most $${llm.unknownCostUsd.toFixed(4)} for calls without an answer` : ''),
      `  dataset   ${at(`${keys.root}/dataset`)}`,
      `  report    ${at(keys.report)}`,
      '',
    ].join('\n'),
  );
}

const readable = (storeUri: string): string =>
  (storeUri.startsWith('file://') ? fileURLToPath(storeUri) : storeUri).replace(/\/$/, '');
