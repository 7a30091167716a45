import { NODE_KINDS, type DialogPlan, type NodeKind } from '../planning/dialog-plan.ts';
import { planShape } from '../planning/plan-shape.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import { distribution, type Distribution } from './distribution.ts';

/**
 * How plans differ, and whether they do so because users differ. Shape (`planShape`): kinds, freedom and order of nodes,
 * whatever they are about. The paper reports no such figures; ours.
 */
export interface PlanVariety {
  readonly plans: number;
  readonly shapes: number;
  /** Of the shapes' frequencies, in bits; at most log2(plans). */
  readonly shapeEntropy: number | null;
  /** Share of the pairs of plans that differ in shape. */
  readonly pairsApart: number | null;
  /** Share of the plans that have the most frequent shape. */
  readonly largestShape: number | null;
  readonly nodesPerPlan: Distribution;
  /** Nodes of each kind a plan. */
  readonly kindsPerPlan: Readonly<Record<NodeKind, number>>;
  /** Shares of the plans that have something optional, alternatives, a critique that may be answered by comparing. */
  readonly withOptional: number | null;
  readonly withAlternatives: number | null;
  readonly comparedAnew: number | null;
  /** Plans by the number of candidates turned down. */
  readonly turnedDown: Readonly<Record<string, number>>;
  /** Candidates turned down by aspect, most frequent first, and the entropy of these frequencies in bits. */
  readonly reasons: readonly { readonly aspectId: number; readonly count: number }[];
  readonly reasonEntropy: number | null;
  /** Questions to users of whom little is known, and to the others; claims on targets of which little is known, and on others. */
  readonly elicits: BySparsity;
  readonly claims: BySparsity;
  /** See `fitOf`. */
  readonly fit: ProfileFit;
}

interface BySparsity {
  readonly sparse: number | null;
  readonly rest: number | null;
}

/**
 * Share of the aspects that a plan asks about or turns something down for, its goals left out, that the profile of the
 * plan's own user holds an opinion on, with evidence of the user's own; and the same with the profile of the next plan's
 * user (plans whose next is of the same user are left out). Were plans drawn by the seed alone, both would be alike.
 */
interface ProfileFit {
  readonly own: number | null;
  readonly others: number | null;
}

export function planVariety(plans: readonly DialogPlan[], base: EvidenceBase): PlanVariety {
  const shapes = tally(plans.map(planShape));
  const reasons = tally(plans.flatMap(({ rejected }) => rejected.map(({ aspectId }) => aspectId)));
  const has = (of: (plan: DialogPlan) => boolean): number | null => shareOf(plans.filter(of).length, plans.length);
  const elicits = (plan: DialogPlan): number => plan.nodes.filter(({ kind }) => kind === 'elicit').length;
  return {
    plans: plans.length,
    shapes: shapes.size,
    shapeEntropy: entropy([...shapes.values()]),
    pairsApart: pairsApart([...shapes.values()]),
    largestShape: shareOf(distribution([...shapes.values()]).max ?? 0, plans.length),
    nodesPerPlan: distribution(plans.map(({ nodes }) => nodes.length)),
    kindsPerPlan: kindsPerPlan(plans),
    withOptional: has(({ nodes }) => nodes.some(({ optional }) => optional)),
    withAlternatives: has(({ nodes }) => nodes.some(({ alternativeGroup }) => alternativeGroup !== null)),
    comparedAnew: has(({ nodes }) => nodes.some((node) => node.kind === 'compare' && node.firstSpeaker === 'system')),
    turnedDown: Object.fromEntries([...tally(plans.map(({ rejected }) => rejected.length))].sort(([a], [b]) => a - b)),
    reasons: [...reasons]
      .map(([aspectId, count]) => ({ aspectId, count }))
      .sort((a, b) => b.count - a.count || a.aspectId - b.aspectId),
    reasonEntropy: entropy([...reasons.values()]),
    elicits: bySparsity(plans, ({ sparseUser }) => sparseUser, elicits),
    claims: bySparsity(plans, ({ sparseItem }) => sparseItem, claimsOnTarget),
    fit: fitOf(plans, base),
  };
}

function tally<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Shannon's, in bits. */
function entropy(counts: readonly number[]): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  return counts.reduce((sum, count) => sum + (count / all) * Math.log2(all / count), 0);
}

function pairsApart(counts: readonly number[]): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const alike = counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  return all < 2 ? null : 1 - alike / ((all * (all - 1)) / 2);
}

function kindsPerPlan(plans: readonly DialogPlan[]): Record<NodeKind, number> {
  const counts = tally(plans.flatMap(({ nodes }) => nodes.map(({ kind }) => kind)));
  const mean = (kind: NodeKind): number => (counts.get(kind) ?? 0) / Math.max(1, plans.length);
  return Object.fromEntries(NODE_KINDS.map((kind) => [kind, mean(kind)])) as Record<NodeKind, number>;
}

function bySparsity(
  plans: readonly DialogPlan[],
  isSparse: (plan: DialogPlan) => boolean,
  count: (plan: DialogPlan) => number,
): BySparsity {
  const mean = (of: readonly DialogPlan[]): number | null => distribution(of.map(count)).mean;
  return { sparse: mean(plans.filter(isSparse)), rest: mean(plans.filter((plan) => !isSparse(plan))) };
}

/** Aspects on which something good is said of the target: an alternative says what the other says. */
function claimsOnTarget({ nodes, targetItemId }: DialogPlan): number {
  const claims = nodes
    .flatMap(({ acts }) => acts)
    .filter(({ act, speaker, itemId }) => itemId === targetItemId && speaker === 'system' && act !== 'recommend');
  return new Set(claims.map(({ aspectId }) => aspectId)).size;
}

function fitOf(plans: readonly DialogPlan[], base: EvidenceBase): ProfileFit {
  const sums = { own: 0, others: 0, aspects: 0 };
  for (const [place, plan] of plans.entries()) {
    const goals = new Set(plan.goals.map(({ aspectId }) => aspectId));
    const aspects = aspectsOfUser(plan).filter((aspectId) => !goals.has(aspectId));
    const own = spokenOf(plan, base);
    const other = plans[(place + 1) % plans.length];
    if (other === undefined || other.userId === plan.userId) continue;
    const others = spokenOf(other, base);
    sums.aspects += aspects.length;
    sums.own += aspects.filter((aspectId) => own.has(aspectId)).length;
    sums.others += aspects.filter((aspectId) => others.has(aspectId)).length;
  }
  return { own: shareOf(sums.own, sums.aspects), others: shareOf(sums.others, sums.aspects) };
}

function aspectsOfUser({ nodes, rejected }: DialogPlan): number[] {
  const told = nodes
    .flatMap(({ acts }) => acts)
    .flatMap(({ act, aspectId }) => (act === 'disclose' && aspectId !== null ? [aspectId] : []));
  return [...new Set([...told, ...rejected.map(({ aspectId }) => aspectId)])];
}

function spokenOf({ userId, timestampMs }: DialogPlan, base: EvidenceBase): Set<number> {
  const { opinions } = base.userProfileAt(userId, timestampMs);
  return new Set(opinions.filter(({ evidenceCount }) => evidenceCount > 0).map(({ aspectId }) => aspectId));
}
