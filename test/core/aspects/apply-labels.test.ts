import { describe, expect, it } from 'vitest';

import { applyLabels, MODEL_DOUBT } from '../../../core/aspects/apply-labels.ts';
import type { AspectCluster } from '../../../core/aspects/aspect.ts';
import type { LabelReply } from '../../../core/aspects/label-prompt.ts';

const cluster = (aspectId: number, label: string, coherent = true): AspectCluster => ({
  aspectId,
  label,
  phrases: [],
  size: 1,
  coherence: 0,
  distinctness: 1,
  coherent,
});

const reply = (label: string, coherent = true): LabelReply => ({ label, doubted: !coherent, problem: null });

describe('applyLabels', () => {
  it('keeps labels unique, whatever the model says', () => {
    const clusters = [cluster(0, 'strap'), cluster(1, 'bag'), cluster(2, 'case'), cluster(3, 'tone')];
    const labelled = applyLabels(
      clusters,
      new Map([
        [0, reply('comfort')],
        [1, reply('comfort')],
        [2, reply('tone')],
        [3, { label: null, doubted: false, problem: 'no label' }],
      ]),
    );
    expect(labelled.map(({ label }) => label)).toEqual(['comfort', 'bag', 'case', 'tone']);
  });

  it('believes a doubt, but not that there are no aspects, and revives none', () => {
    const clusters = [cluster(0, 'strap'), cluster(1, 'luck'), cluster(2, 'chat', false)];
    const doubting = applyLabels(
      clusters,
      new Map([
        [1, reply('luck', false)],
        [2, reply('chat', true)],
      ]),
    );
    expect(doubting.map(({ coherent, doubt }) => [coherent, doubt])).toEqual([
      [true, undefined],
      [false, MODEL_DOUBT],
      [false, undefined],
    ]);
    const deaf = applyLabels(clusters, new Map([0, 1].map((id) => [id, reply('word', false)])));
    expect(deaf.map(({ coherent }) => coherent)).toEqual([true, true, false]);
  });
});
