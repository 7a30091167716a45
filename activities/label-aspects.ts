import type { AspectCluster } from '../core/aspects/aspect.ts';
import { applyLabels } from '../core/aspects/apply-labels.ts';
import { LABEL_JSON_SCHEMA, parseLabel, renderLabelPrompt } from '../core/aspects/label-prompt.ts';
import type { LabelReply } from '../core/aspects/label-prompt.ts';
import { capOf } from '../core/config/caps.ts';
import { AllowanceNeeded } from '../core/llm/allowance.ts';
import { NO_USAGE } from '../core/simulation/dialog.ts';
import { deriveSeed } from '../core/random.ts';
import { cancellationSignal, reportProgress } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import type { RunFolder } from './run-folder.ts';
import { whileServing } from '../core/llm/serving-model.ts';

const MAX_OUTPUT_TOKENS = 100;

/**
 * Labels by the run's language model where it has one, else the clusters as they are. One journalled call a cluster: a
 * retried activity pays for none twice, and none is made that could pass the run's cap. Whatever is wrong with a reply, the
 * label by phrases stands.
 */
export async function labelAspects(
  ports: Pick<ActivityPorts, 'chatModel' | 'isStopping' | 'withAllowance'>,
  folder: RunFolder,
  clusters: readonly AspectCluster[],
): Promise<AspectCluster[]> {
  const config = await folder.config();
  if (config.llm.provider !== 'openai') return [...clusters];
  const { store, keys } = folder;
  const serving = whileServing(ports.chatModel(config, store, keys), ports.isStopping);
  const cap = capOf(config);
  const model =
    cap === null ? serving : ports.withAllowance(serving, { config, store, keys, allowance: cap, usage: NO_USAGE });
  const replies = new Map<number, LabelReply>();
  for (const [done, cluster] of clusters.entries()) {
    if (cluster.phrases.length === 0) continue;
    const taken = clusters.filter((other) => other !== cluster).map(({ label }) => label);
    const call = model.complete(
      {
        // Clusters belong to no dialog: the journal's key is the request's hash, and the site says what it was for.
        site: {
          dialogId: '',
          attempt: 1,
          nodeId: `aspect-${cluster.aspectId}`,
          turnIndex: 0,
          role: 'namer',
          call: 0,
        },
        model: config.llm.systemAgent.model,
        temperature: 0,
        seed: deriveSeed(config.seed, 'aspect label', cluster.aspectId),
        maxOutputTokens: MAX_OUTPUT_TOKENS,
        messages: renderLabelPrompt(cluster, taken),
        schema: LABEL_JSON_SCHEMA,
        context: null,
      },
      cancellationSignal(),
    );
    const reply = await call.catch((error: unknown) => {
      if (error instanceof AllowanceNeeded) return null;
      throw error;
    });
    // The cap leaves no more: the others keep their names by phrases.
    if (reply === null) break;
    if (reply.finish === 'stop') replies.set(cluster.aspectId, parseLabel(reply.text));
    reportProgress('label aspects', done + 1, clusters.length);
  }
  return applyLabels(clusters, replies);
}
