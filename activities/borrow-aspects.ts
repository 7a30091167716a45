import { z } from 'zod';

import { AspectOriginSchema } from '../core/aspects/aspect-origin.ts';
import type { AspectOrigin } from '../core/aspects/aspect-origin.ts';
import { AspectModelJsonSchema } from '../core/aspects/aspect-model.ts';
import { AspectClusterSchema } from '../core/aspects/aspect.ts';
import type { AspectCluster } from '../core/aspects/aspect.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { PipelineError } from '../core/errors.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import type { ActivityPorts } from './ports.ts';
import { isStatic } from './run-encoder.ts';
import { openRunFolder } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';

/** The run that lends its aspects; null: the run fits its own. */
export const lenderOf = ({ experiment, aspects }: RunConfig): string | null => experiment?.of ?? aspects.from;

/** Throws `bad_configuration`, naming `aspects.from`, where there is no such run in the store or it is not fitted yet. */
export async function assertLendsAspects(ports: ActivityPorts, ref: RunRef, from: string): Promise<RunFolder> {
  const refuse = (problem: string): never => {
    throw new PipelineError('bad_configuration', `aspects.from: ${problem}`, { subject: 'aspects.from' });
  };
  if (from === ref.run) refuse(`run ${from} cannot take its aspects from itself`);
  const lender = openRunFolder(ports, { run: from, store: ref.store });
  if ((await lender.findJson(lender.keys.config, RunConfigSchema)) === null) {
    refuse(`there is no run "${from}" in ${ref.store}`);
  }
  if (!(await lender.store.exists(lender.keys.clusters))) {
    refuse(`run "${from}" has no fitted aspects yet: let it come through its profiling first`);
  }
  return lender;
}

/** Takes the fitted model of another run, bit by bit, instead of fitting one. `clusters.json` is written last. */
export async function borrowAspects(ports: ActivityPorts, folder: RunFolder, from: string): Promise<AspectCluster[]> {
  const lender = await assertLendsAspects(ports, folder.ref, from);
  const { trainEndMs } = await folder.readJson(folder.keys.reviewFunnel, ReviewFunnelSchema);
  const origin = await originOf(lender);
  assertEncoder((await folder.config()).aspects.encoder, from, origin.encoderId);
  const names = ['projection', 'centroids', 'aspectModel'] as const;
  const encoders = isStatic(origin.encoderId) ? (['staticVectors', 'staticEncoder'] as const) : [];
  for (const name of [...encoders, ...names]) {
    await folder.store.put(folder.keys[name], await lender.readBytes(lender.keys[name]));
  }
  await folder.writeJson(folder.keys.aspectOrigin, { ...origin, laterThanTraining: origin.trainEndMs > trainEndMs });
  await folder.store.put(folder.keys.clusters, await lender.readBytes(lender.keys.clusters));
  return folder.readJson(folder.keys.clusters, z.array(AspectClusterSchema));
}

/** An encoder asked for by name must be the lender's: its aspects mean nothing to another's embeddings. */
function assertEncoder(asked: RunConfig['aspects']['encoder'], from: string, encoderId: string): void {
  if (asked === 'auto' || (asked === 'static') === isStatic(encoderId)) return;
  throw new PipelineError(
    'bad_configuration',
    `aspects.encoder: ${asked} was asked for, but the aspects of run "${from}" were fitted for ${encoderId}; ` +
      'leave it at auto, or take the aspects of another run',
    { subject: 'aspects.encoder' },
  );
}

/** Of the run's own fit, or of the one that it borrowed: a chain of loans names its first. */
export async function originOf(folder: RunFolder): Promise<AspectOrigin> {
  const borrowed = await folder.findJson(folder.keys.aspectOrigin, AspectOriginSchema);
  if (borrowed !== null) return borrowed;
  const { encoderId } = await folder.readJson(folder.keys.aspectModel, AspectModelJsonSchema);
  const { trainEndMs } = await folder.readJson(folder.keys.reviewFunnel, ReviewFunnelSchema);
  return { run: folder.ref.run, encoderId, trainEndMs, laterThanTraining: false };
}
