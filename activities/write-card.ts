import { z } from 'zod';

import { AspectClusterSchema } from '../core/aspects/aspect.ts';
import { renderCard } from '../core/dataset/card.ts';
import type { CardInput } from '../core/dataset/card.ts';
import { SelectionSchema } from '../core/dataset/selection.ts';
import { TargetSchema } from '../core/planning/target.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import { SPLITS } from '../core/reviews/review.ts';
import { NO_USAGE } from '../core/simulation/dialog.ts';
import type { DialogRecord } from '../core/simulation/dialog.ts';
import { sumUsage } from '../core/simulation/transcript.ts';
import { LABEL_PROMPT_HASH, LABEL_PROMPT_VERSION } from '../core/aspects/label-prompt.ts';
import { PROMPT_HASH, PROMPT_VERSION } from '../core/simulation/prompts/prompt-version.ts';
import { originOf } from './borrow-aspects.ts';
import { readRecords } from './dialog-records.ts';
import type { ActivityPorts } from './ports.ts';
import type { RunFolder } from './run-folder.ts';

/** `dataset/README.md`, counted from what stands in the store; the dataset's files must stand already. */
export async function writeCard(ports: Pick<ActivityPorts, 'versions'>, folder: RunFolder): Promise<void> {
  const card = renderCard(await readCardInput(ports, folder));
  await folder.store.put(folder.keys.card, new TextEncoder().encode(card));
}

async function readCardInput(ports: Pick<ActivityPorts, 'versions'>, folder: RunFolder): Promise<CardInput> {
  const { keys } = folder;
  const clusters = await folder.readJson(keys.clusters, z.array(AspectClusterSchema));
  const { targets } = await folder.readJson(keys.targets, z.object({ targets: z.array(TargetSchema) }));
  const selection = await folder.readJson(keys.selection, SelectionSchema);
  const settled = targets.slice(0, selection.settled).map(({ dialogId }) => dialogId);
  const tried = await readRecords(folder, settled);
  const inDataset = new Set(selection.selected);
  const dialogs = tried.filter(({ dialogId }) => inDataset.has(dialogId));
  const config = await folder.config();
  const bySplit = (split: string): number => dialogs.filter((record) => record.split === split).length;
  return {
    config,
    funnel: await folder.readJson(keys.reviewFunnel, ReviewFunnelSchema),
    aspects: {
      all: clusters.length,
      coherent: clusters.filter(({ coherent }) => coherent).length,
      origin: await originOf(folder),
    },
    dialogs: {
      targets: targets.length,
      settled: selection.settled,
      rejected: tried.filter(({ status }) => status === 'rejected').length,
      duplicates: selection.duplicates.length,
      bySplit: { train: bySplit('train'), validation: bySplit('validation'), test: bySplit('test') },
      byAttempt: Array.from(
        { length: config.simulation.maxAttempts },
        (_, place) => dialogs.filter(({ attempts }) => attempts === place + 1).length,
      ),
      byProvider: countProviders(dialogs),
    },
    usage: tried.reduce((sum, { usage }) => sumUsage(sum, usage), NO_USAGE),
    prompts: {
      version: PROMPT_VERSION,
      sha256: PROMPT_HASH,
      labels: { version: LABEL_PROMPT_VERSION, sha256: LABEL_PROMPT_HASH },
    },
    versions: ports.versions,
    sha256: await hashes(folder),
  };
}

function countProviders(dialogs: readonly DialogRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { provider } of dialogs) counts[provider] = (counts[provider] ?? 0) + 1;
  return counts;
}

/** Of the data itself, and of what it was made from. */
async function hashes(folder: RunFolder): Promise<Record<string, string>> {
  const { keys } = folder;
  const files = [keys.reviews, keys.items, keys.clusters, ...SPLITS.map((split) => keys.datasetSplit(split))];
  const sha256: Record<string, string> = {};
  for (const key of files) {
    sha256[key.slice(keys.root.length + 1)] = await folder.sha256(key);
  }
  return sha256;
}
