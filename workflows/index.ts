/** The bundle's entry: every workflow by its name. */
export { generateDatasetWorkflow } from './generate-dataset.ts';
export { simulateDialogsWorkflow } from './simulate-dialogs.ts';
export { generateUserDialogsWorkflow } from './generate-user-dialogs.ts';
export { trainRecommenderWorkflow } from './train-recommender.ts';
