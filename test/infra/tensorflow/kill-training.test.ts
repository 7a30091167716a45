import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createRandom } from '../../../core/random.ts';
import { ensureParts } from '../../../infra/setup/ensure-parts.ts';

const StepSchema = z.object({ step: z.number(), loss: z.number() });
const SCRIPT = fileURLToPath(new URL('train-until-killed.ts', import.meta.url));

/** Runs the training; kills it with -9 once it has told so many steps. */
async function training(directory: string, killAfter: number) {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), SCRIPT, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  const steps: z.infer<typeof StepSchema>[] = [];
  let outcome: unknown = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const told: unknown = JSON.parse(line);
    const step = StepSchema.safeParse(told);
    if (step.success) steps.push(step.data);
    else outcome = told;
    if (steps.length === killAfter) child.kill('SIGKILL');
  }
  return { steps, outcome, signal: await ended };
}

describe('a training process that is killed with -9', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'convrec-killed-'));
    const { 'tensorflow-node': part } = await ensureParts(['tensorflow-node'], { env: process.env });
    if (part.state === 'unavailable') throw new Error(part.reason);
  });
  afterAll(() => rm(directory, { recursive: true }));

  it(
    'goes on from its last checkpoint with exactly the losses of one that was left alone',
    { timeout: 400_000 },
    async () => {
      const calm = await training(join(directory, 'calm'), Number.POSITIVE_INFINITY);
      expect(calm.steps.map(({ step }) => step)).toEqual(calm.steps.map((_, at) => at + 1));
      expect(calm.steps.length).toBeGreaterThan(20);
      const random = createRandom(9);
      const told: z.infer<typeof StepSchema>[] = [];
      for (let kill = 0; kill < 3; kill++) {
        const { steps, outcome, signal } = await training(join(directory, 'killed'), 6 + random.int(9));
        expect([signal, outcome]).toEqual(['SIGKILL', null]);
        told.push(...steps);
      }
      const last = await training(join(directory, 'killed'), Number.POSITIVE_INFINITY);
      // It went on, and did not begin anew.
      expect(last.steps[0]?.step).toBeGreaterThan(12);
      for (const { step, loss } of [...told, ...last.steps])
        expect([step, loss]).toEqual([step, calm.steps[step - 1]?.loss]);
      expect(last.steps.at(-1)).toEqual(calm.steps.at(-1));
      expect(last.outcome).toEqual(calm.outcome);
    },
  );
});
