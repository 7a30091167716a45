import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';

/**
 * Experiments: a run made again with one thing changed. Every arm is a run of its own (so that it resumes, is audited and
 * costs nothing twice as any run) on the base run's reviews, aspects and sentences, with its seed, over the same first N
 * targets of its order, each of which is attempted whatever becomes of it.
 */
export const EXPERIMENTS = ['plans', 'profiles', 'noise'] as const;
export type ExperimentName = (typeof EXPERIMENTS)[number];

export interface Arm {
  /** As the table names it. */
  readonly name: string;
  readonly config: RunConfig;
}

export interface ExperimentDesign {
  readonly experiment: ExperimentName;
  /** The base run. */
  readonly of: string;
  readonly targets: number;
  /** What every other arm is held against. */
  readonly control: Arm;
  readonly others: readonly Arm[];
}

/** Shares of wrong labels, in percent. */
const NOISE_PERCENT = [10, 30, 50] as const;

export function designOf(experiment: ExperimentName, base: RunConfig, targets: number): ExperimentDesign {
  if (base.experiment !== null) {
    throw new PipelineError(
      'bad_configuration',
      `run ${base.name} is itself an arm of an experiment: name the run that it was made of, ${base.experiment.of}`,
      { subject: base.name },
    );
  }
  const shared: RunConfig = {
    ...base,
    target: { ...base.target, dialogs: targets, until: 'attempted' },
    llm: { ...base.llm, replay: false },
    recommender: { ...base.recommender, enabled: false },
    experiment: { of: base.name, noise: 0 },
  };
  const [control, ...others] = changesOf(experiment, shared).map(([name, changed]): Arm => ({
    name,
    config: { ...changed, name: armRun(base.name, experiment, name, isSame(changed, shared)) },
  }));
  if (control === undefined) throw new RangeError(`no arms in ${experiment}`);
  return { experiment, of: base.name, targets, control, others };
}

/** What is the base run's own way is the same run in every experiment. */
function armRun(base: string, experiment: ExperimentName, arm: string, unchanged: boolean): string {
  return unchanged ? `${base}.control` : `${base}.${experiment}.${arm.replace(/[^a-z0-9]/g, '')}`;
}

const isSame = (a: RunConfig, b: RunConfig): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The control first. */
function changesOf(experiment: ExperimentName, shared: RunConfig): (readonly [string, RunConfig])[] {
  switch (experiment) {
    case 'plans':
      return (['dag', 'flat'] as const).map((kind) => [kind, { ...shared, plan: { ...shared.plan, kind } }]);
    case 'profiles':
      return (['temporal', 'static', 'none'] as const).map((use) => [
        use,
        { ...shared, profile: { ...shared.profile, use } },
      ]);
    case 'noise':
      return [0, ...NOISE_PERCENT].map((percent) => [
        `${percent} %`,
        { ...shared, experiment: { of: shared.name, noise: percent / 100 } },
      ]);
  }
}
