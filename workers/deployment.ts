import type { WorkerDeploymentOptions } from '@temporalio/worker';

import type { DeploymentSettings } from './environment.ts';
import { readVersions } from './versions.ts';
import { workflowsDigest } from './workflow-bundle.ts';

/** Enough of the digest to tell versions apart, short enough to type. */
const DIGEST_CHARACTERS = 10;

/** Names the code that runs: another version of the package or of the workflows is another build. */
export async function buildIdOf({ buildId }: DeploymentSettings): Promise<string> {
  const digest = (await workflowsDigest()).slice(0, DIGEST_CHARACTERS);
  return buildId ?? `${readVersions()['convrecstudio']}-${digest}`;
}

/** Workflows say themselves whether they are pinned (workflows/index.ts); the default is for those that might be forgotten. */
export async function deploymentOptions(
  deployment: DeploymentSettings | null,
): Promise<{ workerDeploymentOptions?: WorkerDeploymentOptions }> {
  if (deployment === null) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: deployment.name, buildId: await buildIdOf(deployment) },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
