import type { WorldName } from '../plans.ts';
import { HONEST_APP } from './honest-app.ts';
import { HONEST_DINER } from './honest-diner.ts';
import { HONEST_PEDAL } from './honest-pedal.ts';

/** Scripts by plan, a line a turn. Written before the checks were tuned, in the manner of people and of models. */
export const HONEST: Readonly<Record<WorldName, readonly (readonly string[])[]>> = {
  pedal: HONEST_PEDAL,
  diner: HONEST_DINER,
  app: HONEST_APP,
};
