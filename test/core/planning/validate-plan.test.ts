import { describe, expect, it } from 'vitest';

import type { DialogPlan, PlannedAct, SuperNode } from '../../../core/planning/dialog-plan.ts';
import { validatePlan } from '../../../core/planning/validate-plan.ts';
import { compareAnewNode } from '../../../core/planning/super-nodes.ts';
import { handPlan } from './hand-plan.ts';

type Mutation = (plan: DialogPlan) => void;

function nodeOf(plan: DialogPlan, nodeId: string): SuperNode {
  const found = plan.nodes.find((node) => node.nodeId === nodeId);
  if (!found) throw new Error(`the hand-made plan has no ${nodeId}`);
  return found;
}

function actOf(plan: DialogPlan, nodeId: string, act: PlannedAct['act']): PlannedAct {
  const found = nodeOf(plan, nodeId).acts.find((planned) => planned.act === act);
  if (!found) throw new Error(`the hand-made plan has no ${act} in ${nodeId}`);
  return found;
}

function evidenceOf(plan: DialogPlan, evidenceId: string) {
  const found = plan.evidence.find((one) => one.evidenceId === evidenceId);
  if (!found) throw new Error(`the hand-made plan has no ${evidenceId}`);
  return found;
}

function cut(plan: DialogPlan, before: string, after: string): void {
  plan.edges = plan.edges.filter(([one, other]) => one !== before || other !== after);
}

function removeNode(plan: DialogPlan, nodeId: string): void {
  const before = plan.edges.filter(([, after]) => after === nodeId).map(([one]) => one);
  const after = plan.edges.filter(([one]) => one === nodeId).map(([, other]) => other);
  plan.nodes = plan.nodes.filter((node) => node.nodeId !== nodeId);
  plan.edges = plan.edges.filter((edge) => !edge.includes(nodeId));
  for (const one of before) for (const other of after) plan.edges.push([one, other]);
}

/** Each breaks one rule of a valid plan: [what, how, the problem that must be named]. */
const MUTATIONS: readonly (readonly [string, Mutation, string])[] = [
  ['two nodes of one id', (plan) => (nodeOf(plan, 'n3').nodeId = 'n2'), 'node-id: n2'],
  ['an edge to nowhere', (plan) => plan.edges.push(['n1', 'n99']), 'edge: n1 -> n99'],
  ['a cycle', (plan) => plan.edges.push(['n6', 'n5']), 'cycle: n5, n6'],
  ['a loop', (plan) => plan.edges.push(['n5', 'n5']), 'cycle: n5'],
  [
    'a node apart',
    (plan) => plan.nodes.push({ ...nodeOf(plan, 'n3'), nodeId: 'n12', optional: true }),
    'connected: n12 hang on nothing',
  ],
  ['an alternative to nothing', (plan) => (nodeOf(plan, 'n9').alternativeGroup = null), 'alternatives: group g1'],
  ['an optional alternative', (plan) => (nodeOf(plan, 'n9').optional = true), 'alternatives: n9 is an alternative and'],
  ['choices in a flat plan', (plan) => (plan.kind = 'flat'), 'flat: n3 leaves a choice'],
  ['siblings in a flat plan', (plan) => (plan.kind = 'flat'), 'flat: the nodes are not one chain'],
  ['the wrong speaker opens', (plan) => (nodeOf(plan, 'n2').firstSpeaker = 'user'), 'speakers: n2'],
  ['the wrong speaker ends', (plan) => (nodeOf(plan, 'n7').lastSpeaker = 'user'), 'speakers: n7'],
  ['a user who recommends', (plan) => (actOf(plan, 'n7', 'recommend').speaker = 'user'), 'act-speaker: in n7'],
  ['a system that accepts', (plan) => (actOf(plan, 'n10', 'accept').speaker = 'system'), 'act-speaker: in n10'],
  ['more turns than there may be', (plan) => (nodeOf(plan, 'n2').minTurns = 6), 'turn-bounds: n2 has at least 6'],
  ['an odd maximum', (plan) => (nodeOf(plan, 'n2').maxTurns = 3), 'turn-bounds: 3 turns of n2'],
  ['an even minimum', (plan) => (nodeOf(plan, 'n5').minTurns = 2), 'turn-bounds: 2 turns of n5'],
  [
    'no turn for a mandatory act',
    (plan) => (actOf(plan, 'n7', 'inquire').mandatory = true),
    'turn-bounds: n7 may end before the user can inquire',
  ],
  [
    'a claim without evidence',
    (plan) => (actOf(plan, 'n7', 'justify').evidenceIds = []),
    'claim-evidence: justify of n7',
  ],
  [
    'an answer without evidence',
    (plan) => (actOf(plan, 'n8', 'answer').evidenceIds = []),
    'claim-evidence: answer of n8',
  ],
  [
    'a comparison without it',
    (plan) => (actOf(plan, 'n9', 'compare').evidenceIds = []),
    'claim-evidence: compare of n9',
  ],
  [
    'a memory without it',
    (plan) => (actOf(plan, 'n4', 'refer_history').evidenceIds = []),
    'claim-evidence: refer_history',
  ],
  [
    'a complaint without it',
    (plan) => (actOf(plan, 'n6', 'critique').evidenceIds = []),
    'claim-evidence: critique of n6',
  ],
  ['a claim on no aspect', (plan) => (actOf(plan, 'n7', 'justify').aspectId = null), 'claim-content: justify of n7'],
  [
    'an unknown handle',
    (plan) => (actOf(plan, 'n7', 'justify').evidenceIds = ['e9']),
    'evidence-handle: justify of n7',
  ],
  ['a handle twice', (plan) => (evidenceOf(plan, 'e4').evidenceId = 'e1'), 'evidence-id: e1'],
  [
    'a claim that turns the sign',
    (plan) => (actOf(plan, 'n7', 'justify').polarity = 'negative'),
    'polarity: justify of n7',
  ],
  ['evidence that turns the sign', (plan) => (evidenceOf(plan, 'e3').sentiment = 0.7), 'polarity: critique of n6'],
  ['a sign from a mixed sentence', (plan) => (evidenceOf(plan, 'e4').sentiment = 0.01), 'polarity: justify of n7'],
  [
    'a disclosure against its evidence',
    (plan) => (evidenceOf(plan, 'e1').sentiment = -0.4),
    'polarity: disclose of n1',
  ],
  ['evidence on another aspect', (plan) => (evidenceOf(plan, 'e4').aspectId = 5), 'evidence-aspect: justify of n7'],
  ['evidence on another item', (plan) => (evidenceOf(plan, 'e4').itemId = 'other'), 'evidence-item: justify of n7'],
  [
    'a stranger as own past',
    (plan) => (actOf(plan, 'n4', 'refer_history').evidenceIds = ['e1']),
    'evidence-role: refer_history',
  ],
  ['own past as community', (plan) => (evidenceOf(plan, 'e4').role = 'history'), 'evidence-role: justify of n7'],
  [
    'the goal as community',
    (plan) => (actOf(plan, 'n7', 'justify').evidenceIds = ['e1']),
    'evidence-role: justify of n7',
  ],
  ['the past with an unknown item', (plan) => (plan.history = []), 'evidence-role: e2'],
  ['community of no candidate', (plan) => (plan.candidates = ['target', 'other']), 'evidence-role: e3'],
  ['evidence of the same time', (plan) => (evidenceOf(plan, 'e4').timestampMs = plan.timestampMs), 'evidence-time: e4'],
  ['evidence of later', (plan) => (evidenceOf(plan, 'e2').timestampMs = plan.timestampMs + 1), 'evidence-time: e2'],
  ['a goal of another time', (plan) => (evidenceOf(plan, 'e1').timestampMs -= 1), 'evidence-goal: e1'],
  ['no goal', (plan) => (plan.goals = []), 'goal: the user wants nothing'],
  ['a goal to be bad', (plan) => plan.goals.forEach((goal) => (goal.sentiment = -1)), 'goal: aspect 0'],
  [
    'a goal without its evidence',
    (plan) => plan.goals.forEach((goal) => (goal.evidenceIds = ['e9'])),
    'evidence-handle: goal 0',
  ],
  ['a goal by the community', (plan) => plan.goals.forEach((goal) => (goal.evidenceIds = ['e4'])), 'goal: e4 does not'],
  [
    'a rejection without a reason',
    (plan) => plan.rejected.forEach((one) => (one.evidenceIds = [])),
    'rejection: bad is turned',
  ],
  [
    'a rejection for praise',
    (plan) => plan.rejected.forEach((one) => (one.evidenceIds = ['e4'])),
    'rejection: e4 is no reason',
  ],
  [
    'the target rejected',
    (plan) => plan.rejected.forEach((one) => (one.itemId = 'target')),
    'rejection: the target itself',
  ],
  [
    'an item rejected twice',
    (plan) => plan.rejected.push(...plan.rejected),
    'rejection: bad is turned down more than once',
  ],
  ['candidates without the target', (plan) => (plan.candidates = ['bad', 'other']), 'candidates: target is not'],
  ['a candidate twice', (plan) => plan.candidates.push('bad'), 'candidates: bad stands more than once'],
  ['a candidate of the past', (plan) => plan.candidates.push('old'), 'candidates: old is one that'],
  ['no opening', (plan) => removeNode(plan, 'n1'), 'start: a walk can begin with n2'],
  ['two beginnings', (plan) => cut(plan, 'n1', 'n4'), 'start: a walk can begin with n4'],
  ['no elicit', (plan) => (removeNode(plan, 'n2'), removeNode(plan, 'n3')), 'elicit-first: n5'],
  ['only an optional elicit', (plan) => (nodeOf(plan, 'n2').optional = true), 'elicit-first: n5'],
  [
    'a recommendation beside its elicits',
    (plan) => (cut(plan, 'n2', 'n5'), plan.edges.push(['n2', 'n10'])),
    'elicit-first: n5',
  ],
  [
    'speakers that collide',
    (plan) => (cut(plan, 'n5', 'n6'), plan.edges.push(['n4', 'n6'], ['n5', 'n7'])),
    'alternation: the',
  ],
  [
    'an optional critique',
    (plan) => (nodeOf(plan, 'n6').optional = true),
    'alternation: the system ends n5 and opens n7',
  ],
  ['the target before the rejected', (plan) => removeNode(plan, 'n6'), 'rejected-first: the target'],
  [
    'the target twice',
    (plan) => (actOf(plan, 'n5', 'recommend').itemId = 'target'),
    'recommend: target is recommended again',
  ],
  ['an item of no plan', (plan) => (actOf(plan, 'n5', 'recommend').itemId = 'other'), 'recommend: n5 recommends other'],
  [
    'a recommendation of nothing',
    (plan) => (actOf(plan, 'n7', 'recommend').itemId = null),
    'recommend: n7 recommends nothing',
  ],
  ['the target named early', (plan) => (actOf(plan, 'n5', 'inquire').itemId = 'target'), 'target-leak: inquire of n5'],
  [
    'an item named that is not offered',
    (plan) => (actOf(plan, 'n9', 'inquire').itemId = 'other'),
    'item: inquire of n9',
  ],
  [
    'another complaint than admitted',
    (plan) => (actOf(plan, 'n6', 'critique').aspectId = 2),
    'critique: n6 has another reason',
  ],
  [
    'a complaint before it is admitted',
    (plan) => (nodeOf(plan, 'n5').acts = nodeOf(plan, 'n5').acts.filter(({ act }) => act !== 'justify')),
    'critique: n6 complains before',
  ],
  [
    'a complaint about what is not there',
    (plan) => (actOf(plan, 'n6', 'reject').itemId = 'old'),
    'critique: n6 turns down old',
  ],
  ['an answer about another item', (plan) => (actOf(plan, 'n8', 'answer').itemId = 'bad'), 'justify: n8 speaks of bad'],
  ['a comparison with itself', (plan) => (actOf(plan, 'n9', 'compare').itemId = 'target'), 'compare: n9'],
  ['the wrong item accepted', (plan) => (actOf(plan, 'n10', 'accept').itemId = 'bad'), 'accept: a walk ends without'],
  ['an optional acceptance', (plan) => (nodeOf(plan, 'n10').optional = true), 'accept: a walk ends without'],
  ['no closing', (plan) => removeNode(plan, 'n11'), 'close: a walk does not end with closing'],
  [
    'talk after the closing',
    (plan) => (cut(plan, 'n7', 'n9'), plan.edges.push(['n11', 'n9']), cut(plan, 'n9', 'n10')),
    'close: n9',
  ],
];

describe('validatePlan', () => {
  it('finds nothing wrong with a valid plan', () => {
    expect(validatePlan(handPlan())).toEqual([]);
  });

  it.each(MUTATIONS)('names %s', (_, mutate, problem) => {
    const plan = handPlan();
    mutate(plan);
    expect(validatePlan(plan)).toContainEqual(expect.stringContaining(problem));
  });

  it('refuses to prove what has too many walks', () => {
    const plan = handPlan();
    for (let more = 0; more < 13; more++) {
      const nodeId = `m${more}`;
      plan.nodes.push({ ...nodeOf(plan, 'n3'), nodeId });
      plan.edges.push(['n1', nodeId], [nodeId, 'n5']);
    }
    expect(validatePlan(plan)).toContainEqual(expect.stringContaining('walks: more than 4096'));
  });
});

describe('a critique answered by comparing', () => {
  /** The recommendation n7 and n7b, which compares, are alternatives. */
  function answered(): DialogPlan {
    const plan = handPlan();
    const recommendation = nodeOf(plan, 'n7');
    const complaint = actOf(plan, 'n6', 'critique');
    recommendation.alternativeGroup = 'g2';
    const { evidenceIds, itemId, aspectId } = complaint;
    const comparison = compareAnewNode(
      { itemId, aspectId: aspectId ?? 1, polarity: 'negative', evidenceIds },
      recommendation,
    );
    plan.nodes.push({ nodeId: 'n7b', ...comparison, optional: false, alternativeGroup: 'g2' });
    plan.edges.push(['n6', 'n7b'], ['n7b', 'n8'], ['n7b', 'n9']);
    return plan;
  }

  it('is valid beside the recommendation', () => {
    expect(validatePlan(answered())).toEqual([]);
  });

  it.each<[string, Mutation, string]>([
    ['of the target with itself', (plan) => (actOf(plan, 'n7b', 'compare').itemId = 'target'), 'compare: n7b'],
    [
      'before anything was turned down',
      (plan) => {
        cut(plan, 'n6', 'n7b');
        plan.edges.push(['n5', 'n7b']);
      },
      'compare: n7b compares with an item that was not turned down',
    ],
    [
      'that recommends what is not planned',
      (plan) =>
        (nodeOf(plan, 'n7b').acts = nodeOf(plan, 'n7b').acts.map((act) =>
          act.act === 'recommend' ? { ...act, itemId: 'other' } : act,
        )),
      'recommend: n7b recommends other, neither the target nor to be turned down',
    ],
    ['without evidence', (plan) => (actOf(plan, 'n7b', 'compare').evidenceIds = []), 'claim-evidence: compare of n7b'],
  ])('is refused %s', (_, mutate, problem) => {
    const plan = answered();
    mutate(plan);
    expect(validatePlan(plan).some((one) => one.startsWith(problem))).toBe(true);
  });
});
