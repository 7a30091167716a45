import { isCancellation, setCurrentDetails } from '@temporalio/workflow';

import { STAGES } from './contract.ts';
import type { Stage, StageProgress } from './contract.ts';
import { faultOf, isHolding } from './run-faults.ts';
import type { RunSteering } from './run-steering.ts';
import { label } from './search-attributes.ts';
import { describeRun } from './simulation-view.ts';
import type { tracerOf } from './tracing.ts';

/** Stages with their times, and the run's page: none is begun while the run is paused, and what can be cured is waited for. */
export function trackStages(steering: RunSteering) {
  const states = new Map<Stage, StageProgress>(
    STAGES.map((stage) => [stage, { stage, status: 'waiting', seconds: 0 }]),
  );
  const notes = new Map<Stage, string>();
  let estimate: string | null = null;
  const list = (): StageProgress[] => [...states.values()];
  const show = (): void =>
    setCurrentDetails(
      describeRun({
        stages: list(),
        notes,
        paused: steering.isPaused(),
        waiting: steering.waiting(),
        dialogs: steering.dialogs(),
        estimate,
      }),
    );
  steering.onChange(show);
  let tracer: ReturnType<typeof tracerOf> | null = null;
  return {
    list,
    /** From now on each stage is a span. */
    trace: (to: ReturnType<typeof tracerOf>) => void (tracer = to),
    /** What the run will take: on its page from the beginning on. */
    expect(text: string | null): void {
      estimate = text;
      show();
    },
    /** Of the running stage; stands on the page when it is done as well. */
    note(text: string): void {
      const running = list().find(({ status }) => status === 'running');
      if (running !== undefined) notes.set(running.stage, text);
      show();
    },
    /** Between stages: again after a cure. */
    untilDone: <T>(work: () => Promise<T>): Promise<T> => untilDone(steering, work),
    skip: (stage: Stage) => states.set(stage, { stage, status: 'skipped', seconds: 0 }),
    seconds: (): Record<string, number> =>
      Object.fromEntries(
        list()
          .filter((s) => s.status === 'done')
          .map((s) => [s.stage, s.seconds]),
      ),
    async during<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
      // While dialogs are made, their coordinator pauses by itself.
      if (stage !== 'simulation') await steering.unpaused();
      const started = Date.now();
      states.set(stage, { stage, status: 'running', seconds: 0 });
      label({ stage });
      show();
      const result = await untilDone(steering, work);
      states.set(stage, { stage, status: 'done', seconds: (Date.now() - started) / 1000 });
      show();
      tracer?.stage(stage, started, { attributes: {}, error: null });
      return result;
    },
  };
}

/** Again after a cure: a stage's activities take over what stands. */
async function untilDone<T>(steering: RunSteering, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const fault = faultOf(error);
      if (isCancellation(error) || !isHolding(fault)) throw error;
      label({ waiting: fault.code });
      await steering.untilCured(fault.message);
      label({ waiting: 'nothing' });
    }
  }
}
