import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Command } from 'commander';
import { z } from 'zod';

import { openAspectModel } from '../../activities/aspect-artefacts.ts';
import { AspectClusterSchema } from '../../core/aspects/aspect.ts';
import { assignAspects } from '../../core/aspects/describe-sentences.ts';
import { PipelineError } from '../../core/errors.ts';
import { loadTensorFlow } from '../../infra/tensorflow/load-tensorflow.ts';
import { openEncoder } from '../../workers/open-encoder.ts';
import { printSetupProgress } from '../setup-progress.ts';
import { openExistingRun } from '../run-reader.ts';

const BLOCK = 1_000;

export const assignCommand = (): Command =>
  new Command('assign')
    .description("aspects and sentiment of new sentences, by a run's fitted model: a JSON line for each")
    .argument('<run>', 'the run')
    .requiredOption('--input <file>', 'a sentence a line; "-" reads standard input')
    .option('--store <uri>', 'where runs are kept')
    .action(async (run: string, options: { input: string; store?: string }) => {
      const folder = await openExistingRun(run, options.store);
      const sentences = await readLines(options.input);
      const clusters = await folder.readJson(folder.keys.clusters, z.array(AspectClusterSchema));
      const labels = new Map(clusters.map(({ aspectId, label }) => [aspectId, label]));
      const { model, encoder } = await openAspectModel(
        { encoder: () => openEncoder(process.env, printSetupProgress()) },
        folder,
      );
      await loadTensorFlow('auto', process.env);
      for (let from = 0; from < sentences.length; from += BLOCK) {
        const texts = sentences.slice(from, from + BLOCK);
        const found = await assignAspects(model, texts, encoder);
        for (const [index, text] of texts.entries()) {
          const { aspects, sentiment } = found[index] ?? { aspects: [], sentiment: 0 };
          const line = {
            text,
            aspects: aspects.map(({ aspectId, score, sentiment: towards }) => ({
              id: aspectId,
              label: labels.get(aspectId) ?? String(aspectId),
              score,
              sentiment: towards,
            })),
            sentiment,
          };
          process.stdout.write(`${JSON.stringify(line)}\n`);
        }
      }
    });

/** Every line is a sentence; the last newline ends the last of them. */
async function readLines(path: string): Promise<string[]> {
  let text: string;
  try {
    text = path === '-' ? await readFile('/dev/stdin', 'utf8') : await readFile(path, 'utf8');
  } catch (error) {
    throw new PipelineError('source_missing', `--input: ${join(path)} cannot be read`, { subject: path }, error);
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
