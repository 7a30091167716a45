import { setWorkflowOptions, workflowInfo } from '@temporalio/workflow';

import { generateDatasetWorkflow } from './generate-dataset.ts';
import { generateUserDialogsWorkflow } from './generate-user-dialogs.ts';
import { simulateDialogsWorkflow } from './simulate-dialogs.ts';
import { trainRecommenderWorkflow } from './train-recommender.ts';

/** Where workers carry versions alone: the server refuses a behaviour from a worker that has none. */
const versioned = (versioningBehavior: 'AUTO_UPGRADE' | 'PINNED') => () =>
  (workflowInfo().currentDeploymentVersion?.deploymentName ?? '') === '' ? {} : { versioningBehavior };

/**
 * A run, its coordinator and its training live for hours or days, and no old worker should have to be kept for them: they
 * go on under the current version; replay tests and `patched` see to it that they can. A dialog is minutes: it ends under
 * the version that began it, and its prompts and checks do not change midway.
 */
setWorkflowOptions(versioned('AUTO_UPGRADE'), generateDatasetWorkflow);
setWorkflowOptions(versioned('AUTO_UPGRADE'), simulateDialogsWorkflow);
setWorkflowOptions(versioned('AUTO_UPGRADE'), trainRecommenderWorkflow);
setWorkflowOptions(versioned('PINNED'), generateUserDialogsWorkflow);

/** The bundle's entry: every workflow by its name. */
export { generateDatasetWorkflow, generateUserDialogsWorkflow, simulateDialogsWorkflow, trainRecommenderWorkflow };
