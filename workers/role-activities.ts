import type { ActivityPorts } from '../activities/ports.ts';
import { guarded } from '../activities/failures.ts';
import { createRunActivities } from '../activities/run-activities.ts';
import { createRunWorlds } from '../activities/run-world.ts';
import type { Role } from './roles.ts';

/**
 * The activities of the roles that a process has. Each role's code is loaded for that role alone: a worker that waits for
 * language models needs no TensorFlow, and its memory none.
 */
export async function activitiesOf(roles: readonly Role[], ports: ActivityPorts) {
  const worlds = createRunWorlds(ports);
  const spans = ports.spans ?? null;
  const has = (...some: readonly Role[]): boolean => some.some((role) => roles.includes(role));
  const dialogs = async () => {
    const { createPlanningActivities } = await import('../activities/planning-activities.ts');
    const { createSimulationActivities } = await import('../activities/simulation-activities.ts');
    return {
      ...guarded(createRunActivities(ports, worlds), spans),
      ...guarded(createPlanningActivities(ports, worlds), spans),
      ...guarded(createSimulationActivities(ports, worlds), spans),
    };
  };
  const profiling = async () => {
    const { createPlanningActivities } = await import('../activities/planning-activities.ts');
    const { createReviewActivities } = await import('../activities/review-activities.ts');
    const { createProfilingActivities } = await import('../activities/profiling-activities.ts');
    const { createDatasetActivities } = await import('../activities/dataset-activities.ts');
    return {
      ...guarded(createRunActivities(ports, worlds), spans),
      ...guarded(createReviewActivities(ports), spans),
      ...guarded(createPlanningActivities(ports, worlds), spans),
      ...guarded(createProfilingActivities(ports, worlds), spans),
      ...guarded(createDatasetActivities(ports, worlds), spans),
    };
  };
  const training = async () => {
    const { createRecommenderActivities } = await import('../activities/recommender-activities.ts');
    return guarded(createRecommenderActivities(ports, worlds), spans);
  };
  return {
    dialogs: has('dialogs') ? await dialogs() : {},
    profiling: has('profiling') ? await profiling() : {},
    training: has('training') ? await training() : {},
  };
}
