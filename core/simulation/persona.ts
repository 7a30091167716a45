import { createRandom, deriveSeed } from '../random.ts';
import type { Persona } from './agent-context.ts';

const STYLES = ['terse', 'chatty', 'expert', 'unsure'] as const satisfies readonly Persona['style'][];

/** One persona a dialog, the same in every attempt: a person does not change because a simulation failed. */
export function personaOf(runSeed: number, dialogId: string): Persona {
  return { style: createRandom(deriveSeed(runSeed, 'persona', dialogId)).pick(STYLES) };
}
