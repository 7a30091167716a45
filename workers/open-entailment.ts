import { availableParallelism } from 'node:os';

import { PipelineError } from '../core/errors.ts';
import type { EntailmentModel } from '../core/text/entailment.ts';
import { createOnnxEntailment } from '../infra/encoders/onnx-entailment.ts';
import { ensureParts } from '../infra/setup/ensure-parts.ts';

/** The checks' entailment model, on half of the cores at most: it is asked about one pair a dialog, and holds 200 MB a core. */
export async function openEntailment(env: NodeJS.ProcessEnv): Promise<EntailmentModel> {
  const { entailment } = await ensureParts(['entailment'], { env });
  if (entailment.state === 'unavailable') {
    const message = `the entailment model is not to be had (${entailment.reason}); ${entailment.fallback}`;
    throw new PipelineError('setup_missing', message, { subject: 'entailment' });
  }
  return createOnnxEntailment({
    directory: entailment.directory,
    threads: Math.max(1, Math.floor(availableParallelism() / 2)),
  });
}
