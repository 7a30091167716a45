import { describe, expect, it } from 'vitest';

import { resolveConfig } from '../../../core/config/resolve-config.ts';
import { designOf, EXPERIMENTS } from '../../../core/experiments/arms.ts';

const base = resolveConfig({ name: 'music', source: { reviews: 'reviews.jsonl' } });

describe('designOf', () => {
  it('makes each arm a run on what the base run found, over the same first targets', () => {
    for (const experiment of EXPERIMENTS) {
      const { control, others } = designOf(experiment, base, 30);
      for (const { config } of [control, ...others]) {
        expect(config.target).toMatchObject({ dialogs: 30, until: 'attempted' });
        expect(config).toMatchObject({ seed: base.seed, experiment: { of: 'music' }, recommender: { enabled: false } });
        expect(resolveConfig(config)).toEqual(config);
      }
    }
  });

  it('changes one thing in each, and makes the unchanged arm once for all experiments', () => {
    const [plans, profiles, noise] = EXPERIMENTS.map((experiment) => designOf(experiment, base, 30));
    expect(profiles?.control.config).toEqual(plans?.control.config);
    expect(noise?.control.config).toEqual(plans?.control.config);
    expect(plans?.control.config.name).toBe('music.control');
    const changed = [plans, profiles, noise].flatMap((design) =>
      (design?.others ?? []).map(({ name, config }) => [name, config.name]),
    );
    expect(changed).toEqual([
      ['flat', 'music.plans.flat'],
      ['static', 'music.profiles.static'],
      ['none', 'music.profiles.none'],
      ['10 %', 'music.noise.10'],
      ['30 %', 'music.noise.30'],
      ['50 %', 'music.noise.50'],
    ]);
    expect(noise?.others.map(({ config }) => config.experiment?.noise)).toEqual([0.1, 0.3, 0.5]);
    const { name: _name, plan, ...rest } = plans?.others[0]?.config ?? base;
    const { name: _control, plan: _plan, ...same } = plans?.control.config ?? base;
    expect(plan.kind).toBe('flat');
    expect(rest).toEqual(same);
  });

  it('keeps the control a graph where the base run is flat', () => {
    const { control, others } = designOf('plans', { ...base, plan: { ...base.plan, kind: 'flat' } }, 30);
    expect([control, ...others].map(({ config }) => config.name)).toEqual(['music.plans.dag', 'music.control']);
  });

  it('refuses an arm as a base', () => {
    const arm = designOf('plans', base, 30).control.config;
    expect(() => designOf('noise', arm, 30)).toThrow(expect.objectContaining({ code: 'bad_configuration' }));
  });
});
