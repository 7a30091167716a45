import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { composeReply, createTemplateModel } from '../../../../core/llm/template/template-model.ts';
import type { Polarity } from '../../../../core/planning/dialog-act.ts';
import type { DialogPlan } from '../../../../core/planning/dialog-plan.ts';
import * as node from '../../../../core/planning/super-nodes.ts';
import { validatePlan } from '../../../../core/planning/validate-plan.ts';
import { traversalOrder } from '../../../../core/planning/traversal.ts';
import type { ActBrief, Persona } from '../../../../core/simulation/agent-context.ts';
import type { Transcript } from '../../../../core/simulation/dialog.ts';
import { remainingActs } from '../../../../core/simulation/remaining-acts.ts';
import {
  contextAt,
  evidence,
  EVIDENCE,
  fullPlan,
  LABELS,
  planOf,
  planted,
  simulateNodes,
} from '../../simulation/planted.ts';

function simulate(plan: DialogPlan, seed: number, attempt = 1): Promise<Transcript> {
  const feedback = { user: [], system: [] };
  const options = { base: planted(), model: createTemplateModel(), seed, feedback, attempt };
  return simulateNodes(plan, traversalOrder(plan, seed), options);
}

const STYLES: readonly Persona['style'][] = ['terse', 'chatty', 'expert', 'unsure'];
const brief = (act: ActBrief['act'], polarity: Polarity | null, aspectId: number | null, item = false): ActBrief => ({
  act,
  polarity,
  aspect: aspectId === null ? null : { aspectId, label: LABELS[aspectId] ?? '' },
  item: item ? { itemId: 'weak', name: 'Brontide Clip Tuner for Guitar and Bass, Red' } : null,
  evidence: [],
  mandatory: true,
});

const USER_ACTS: readonly ActBrief[] = [
  brief('disclose', 'positive', 1),
  brief('disclose', 'negative', 1),
  brief('refer_history', 'positive', 1, true),
  brief('refer_history', 'negative', 1, true),
  brief('inquire', null, 3, true),
  brief('critique', 'negative', 3, true),
  brief('reject', null, null, true),
  brief('accept', null, null, true),
];
const SYSTEM_ACTS: readonly ActBrief[] = [
  brief('greet', null, null),
  brief('elicit', null, 3),
  brief('elicit', null, null),
  brief('recommend', null, null, true),
  brief('justify', 'positive', 3, true),
  brief('justify', 'negative', 3, true),
  brief('compare', 'negative', 3, true),
  brief('close', null, null),
];

function realisations(act: ActBrief, role: 'user' | 'system', style: Persona['style'] | null): Set<string> {
  const texts = new Set<string>();
  const known = contextAt(role, 1);
  for (let seed = 0; seed < 150; seed++) {
    const context = { ...known, seed };
    const node = { ...context.node, acts: [act] };
    const asked = context.role === 'user' && style ? { ...context, node, persona: { style } } : { ...context, node };
    texts.add(composeReply(asked).utterance);
  }
  return texts;
}

describe('variety', () => {
  it.each(USER_ACTS.flatMap((act) => STYLES.map((style) => [act.act, act.polarity, style, act] as const)))(
    'user %s %s, %s: at least 20 realisations, the aspect and item in all of them',
    (_, __, style, act) => {
      const texts = realisations(act, 'user', style);
      expect(texts.size).toBeGreaterThanOrEqual(20);
      for (const text of texts) {
        expect(text.toLowerCase()).toContain(act.aspect?.label ?? '');
        expect(text).not.toMatch(/[{}<>[\]|]|\s[,.;:!?]|\s\s|undefined/);
        expect(text).toMatch(/^["\p{Lu}\d].*[.!?]["']?$/u);
      }
    },
  );

  it.each(SYSTEM_ACTS.map((act) => [act.act, act.polarity, act] as const))(
    'system %s %s: at least 20 realisations',
    (_, __, act) => {
      const texts = realisations(act, 'system', null);
      expect(texts.size).toBeGreaterThanOrEqual(20);
      for (const text of texts) {
        expect(text.toLowerCase()).toContain(act.aspect?.label ?? '');
        expect(text).toContain(act.act === 'recommend' ? 'Brontide Clip Tuner' : '');
        expect(text).not.toMatch(/[{}<>[\]|]|\s[,.;:!?]|\s\s|undefined/);
      }
    },
  );
});

describe('claims', () => {
  const system = contextAt('system', 6, { seed: 1 });
  const claim = (polarity: Polarity, quote: string, sentiment: number, seed: number) =>
    composeReply({
      ...system,
      seed,
      node: {
        ...system.node,
        acts: [
          {
            ...brief('justify', polarity, 0, true),
            evidence: [
              { evidenceId: 'e9', role: 'community', aspect: 'sound quality', itemName: 'x', quote, sentiment },
            ],
          },
        ],
      },
    });
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);

  it('quote verbatim, in quotation marks, and cite what they quote', () => {
    const quote = 'Superb sound quality, really.';
    const replies = seeds.map((seed) => claim('positive', quote, 0.8, seed));
    const quoting = replies.filter(({ utterance }) => utterance.includes(`"${quote}"`));
    expect(quoting.length).toBeGreaterThan(20);
    expect(quoting.length).toBeLessThan(60);
    for (const { acts } of replies) expect(acts[0]?.evidence).toEqual(['e9']);
  });

  it('never quote a sentence over 30 words, one with quotation marks inside, or one of the other sign', () => {
    const long = `${'very '.repeat(31)}good.`;
    for (const seed of seeds) {
      expect(claim('positive', long, 0.8, seed).utterance).not.toContain('"');
      expect(claim('positive', 'They call it "superb" here.', 0.8, seed).utterance).not.toContain('superb');
      expect(claim('positive', 'The sound is dreadful.', -0.8, seed).utterance).not.toContain('dreadful');
    }
  });

  it('speak of reviewers in general only where at least three sentences agree', () => {
    const general =
      /overall|on the whole|generally|by and large|balance|taken together|going by|well received|tends? to/i;
    const one = seeds.map((seed) => claim('positive', 'Good.', 0.8, seed).utterance);
    expect(one.some((text) => general.test(text))).toBe(false);
  });
});

describe('the model', () => {
  it('says that it is a template, costs nothing and repeats itself for the same seed', async () => {
    const [first, second, third] = [
      await simulate(fullPlan(), 3),
      await simulate(fullPlan(), 3),
      await simulate(fullPlan(), 3, 2),
    ];
    expect(second).toEqual(first);
    expect(third.turns.map((turn) => turn.text)).not.toEqual(first.turns.map((turn) => turn.text));
    expect(first.usage.costMicroUsd).toBe(0);
    expect(createTemplateModel().provider).toBe('template');
  });

  it('has no answer to calls without an agent', async () => {
    const site = { dialogId: 'd', attempt: 1, nodeId: 'n', turnIndex: 0, role: 'judge', call: 0 } as const;
    const schema = { name: 'x', json: {} };
    const request = {
      site,
      model: 'm',
      temperature: 0,
      seed: 1,
      maxOutputTokens: 9,
      messages: [],
      schema,
      context: null,
    };
    await expect(createTemplateModel().complete(request)).rejects.toMatchObject({ code: 'bad_configuration' });
  });
});

const aspect = fc.integer({ min: 0, max: LABELS.length - 1 });
const wish = fc.record({ aspectId: aspect, polarity: fc.constantFrom<Polarity>('positive', 'negative', 'neutral') });

/** Valid chains of any length: with or without history, rejected candidates, questions, comparison, farewell. */
const anyPlan = fc
  .record({
    openly: fc.boolean(),
    wishes: fc.uniqueArray(wish, { minLength: 1, maxLength: 4, selector: ({ aspectId }) => aspectId }),
    refers: fc.boolean(),
    rejects: fc.boolean(),
    claims: fc.uniqueArray(aspect, { minLength: 1, maxLength: 3 }),
    answers: fc.uniqueArray(aspect, { maxLength: 2 }),
    closes: fc.boolean(),
  })
  .map(({ openly, wishes, refers, rejects, claims, answers, closes }) => {
    const cited = LABELS.map((label, aspectId) =>
      evidence(`c${aspectId}`, 'community', 'target', aspectId, 0.6, `I was happy with the ${label}.`),
    );
    const claimOf = (aspectId: number) => ({ aspectId, polarity: 'positive' as const, evidenceIds: [`c${aspectId}`] });
    const weakness = { aspectId: 3, polarity: 'negative' as const, itemId: 'weak', evidenceIds: ['e4'] };
    return planOf(
      [
        node.openNode(openly ? null : { aspectId: 0, polarity: 'positive', evidenceIds: ['e1'] }),
        ...wishes.map((preference) => node.elicitNode(preference, openly)),
        ...(refers
          ? [node.referHistoryNode({ aspectId: 1, polarity: 'positive', itemId: 'past', evidenceIds: ['e3'] })]
          : []),
        ...(rejects ? [node.recommendNode('weak', [weakness]), node.critiqueNode(weakness)] : []),
        node.recommendNode('target', claims.map(claimOf)),
        ...answers.map((aspectId) => node.justifyNode({ ...claimOf(aspectId), itemId: 'target' })),
        node.acceptNode('target'),
        node.closeNode(closes),
      ],
      { evidence: [...EVIDENCE, ...cited], rejected: rejects ? fullPlan().rejected : [] },
    );
  });

it('declares every mandatory act, alternates speakers and keeps to the bounds, over any valid plan', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, fc.integer({ min: 0, max: 1_000_000 }), async (plan, seed) => {
      expect(validatePlan(plan)).toEqual([]);
      const { turns, violations } = await simulate(plan, seed);
      expect(violations).toEqual([]);
      for (const [index, turn] of turns.entries()) {
        expect(turn.text.trim()).not.toBe('');
        expect(turn.speaker).not.toBe(turns[index - 1]?.speaker);
      }
      for (const superNode of plan.nodes) {
        const spoken = turns.filter((turn) => turn.nodeId === superNode.nodeId).length;
        expect(spoken).toBeGreaterThanOrEqual(superNode.minTurns);
        expect(spoken).toBeLessThanOrEqual(superNode.maxTurns);
        for (const speaker of ['user', 'system'] as const) {
          expect(remainingActs(superNode, turns, speaker).filter((act) => act.mandatory)).toEqual([]);
        }
      }
    }),
    { numRuns: 25 },
  );
});
