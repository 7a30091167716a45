import type { Listener } from '../core/fidelity/second-reading.ts';
import { openAspectModel } from './aspect-artefacts.ts';
import type { ActivityPorts } from './ports.ts';
import type { RunFolder } from './run-folder.ts';

/** Hears what checks by rules miss: with the worker's encoder, the run's own sentiment, and the entailment model if it asks for it. */
export async function openListener(
  ports: Pick<ActivityPorts, 'encoder' | 'entailment'>,
  folder: RunFolder,
): Promise<Listener> {
  const { simulation } = await folder.config();
  const encoder = await ports.encoder();
  const own = await openAspectModel({ encoder: async () => encoder }, folder);
  const { sentiment: model } = own.model;
  const entailment = simulation.entailment ? await ports.entailment() : null;
  return { encoder, sentiment: model === null ? null : { model, encoder: own.encoder }, entailment };
}
