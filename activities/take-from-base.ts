import { z } from 'zod';

import { AspectClusterSchema } from '../core/aspects/aspect.ts';
import { SENTENCE_TABLE, sentenceFromRow, sentenceToRow } from '../core/aspects/sentence-table.ts';
import { corruptSentence, countNoise, NO_NOISE } from '../core/experiments/label-noise.ts';
import { coherentAspects } from '../core/profiles/evidence-base-builder.ts';
import type { TableRow } from '../core/storage/table-codec.ts';
import { reportProgress } from './failures.ts';
import type { RunFolder } from './run-folder.ts';

/** What an arm of an experiment shares with the run that it is made of: arms differ in nothing but what is compared. */

/** Reviews and items as they are. The funnel is written last: where it stands, all of it stands. */
export async function takeReviews(folder: RunFolder, lender: RunFolder): Promise<void> {
  for (const name of ['reviews', 'items', 'rejects'] as const) await copy(lender, lender.keys[name], folder.keys[name]);
  await copy(lender, lender.keys.reviewFunnel, folder.keys.reviewFunnel);
}

/** The described sentences, `noise` of their labels wrong; what was changed is counted in `aspects/noise.json`. */
export async function takeSentences(folder: RunFolder, lender: RunFolder, noise: number): Promise<void> {
  if (await folder.store.exists(folder.keys.sentences)) return;
  if (noise === 0) {
    await copy(lender, lender.keys.sentences, folder.keys.sentences);
    return;
  }
  const clusters = await folder.readJson(folder.keys.clusters, z.array(AspectClusterSchema));
  const { seed } = await folder.config();
  const asked = { share: noise, seed, aspectIds: coherentAspects(clusters) };
  let counts = NO_NOISE;
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const batch of lender.tableBatches(lender.keys.sentences)) {
      for (const row of batch) {
        const sentence = sentenceFromRow(row);
        const corrupted = corruptSentence(sentence, asked);
        counts = countNoise(counts, sentence, corrupted, asked);
        yield sentenceToRow(corrupted);
      }
      reportProgress('corrupt labels', counts.sentences, 0);
    }
    await folder.writeJson(folder.keys.labelNoise, counts);
  }
  await folder.writeTable(folder.keys.sentences, SENTENCE_TABLE, rows());
}

async function copy(lender: RunFolder, from: string, to: string): Promise<void> {
  const file = await lender.store.localFile(from);
  try {
    await lender.store.putFile(to, file.path);
  } finally {
    await file.release();
  }
}
