import type { Evidence } from './dialog-act.ts';
import type { DialogPlan, PlannedAct } from './dialog-plan.ts';
import { bearsOut } from './polarity.ts';
import { repeated } from './validate-graph.ts';

/** Evidence, claims, goals, rejected candidates and the candidates' list: what is said must be borne out. */
export function claimProblems(plan: DialogPlan): string[] {
  const evidence = new Map(plan.evidence.map((one) => [one.evidenceId, one]));
  const acts = plan.nodes.flatMap((node) => node.acts.map((act) => ({ act, nodeId: node.nodeId })));
  return [
    ...plan.evidence.flatMap((one) => evidenceProblems(one, plan)),
    ...repeated(plan.evidence.map((one) => one.evidenceId)).map((id) => `evidence-id: ${id} stands more than once`),
    ...acts.flatMap(({ act, nodeId }) => actProblems(act, nodeId, evidence)),
    ...goalProblems(plan, evidence),
    ...rejectionProblems(plan, evidence),
    ...candidateProblems(plan),
  ];
}

/** Acts that say something of an item, or of the past, that only a review can bear out. */
function isClaim({ act, speaker }: PlannedAct): boolean {
  if (act === 'answer') return speaker === 'system';
  return act === 'justify' || act === 'compare' || act === 'refer_history' || act === 'critique';
}

function evidenceProblems({ evidenceId, role, itemId, timestampMs }: Evidence, plan: DialogPlan): string[] {
  const problems: string[] = [];
  if (role === 'goal') {
    if (itemId !== plan.targetItemId || timestampMs !== plan.timestampMs) {
      problems.push(`evidence-goal: ${evidenceId} is not of the target interaction`);
    }
    return problems;
  }
  if (timestampMs >= plan.timestampMs) problems.push(`evidence-time: ${evidenceId} is not from before the dialog`);
  const ofUser = plan.history.includes(itemId);
  if (role === 'history' && !ofUser)
    problems.push(`evidence-role: ${evidenceId} is on an item that the user has no history with`);
  if (role === 'community' && !plan.candidates.includes(itemId)) {
    problems.push(`evidence-role: ${evidenceId} is on an item that is not a candidate`);
  }
  return problems;
}

function actProblems(act: PlannedAct, nodeId: string, evidence: ReadonlyMap<string, Evidence>): string[] {
  const named = `${act.act} of ${nodeId}`;
  const problems: string[] = [];
  if (isClaim(act)) {
    if (act.evidenceIds.length === 0) problems.push(`claim-evidence: ${named} has no evidence`);
    if (act.aspectId === null || act.itemId === null || act.polarity === null) {
      problems.push(`claim-content: ${named} lacks its aspect, item or polarity`);
    }
  }
  for (const evidenceId of act.evidenceIds) {
    const cited = evidence.get(evidenceId);
    if (cited) problems.push(...citationProblems(act, named, cited));
    else problems.push(`evidence-handle: ${named} cites ${evidenceId}, which the plan does not hold`);
  }
  return problems;
}

/** A cited sentence must be of the act's aspect, sign and item, and of the right person. */
function citationProblems(act: PlannedAct, named: string, cited: Evidence): string[] {
  const problems: string[] = [];
  const { evidenceId, role, sentiment } = cited;
  if (act.aspectId !== cited.aspectId)
    problems.push(`evidence-aspect: ${named} cites ${evidenceId}, which is on another aspect`);
  if (act.polarity !== null && !bearsOut(sentiment, act.polarity)) {
    problems.push(
      `polarity: ${named} is ${act.polarity}, but ${evidenceId} has a sentiment of ${sentiment.toFixed(2)}`,
    );
  }
  const ofItem = act.act === 'disclose' ? act.itemId === null : act.itemId === cited.itemId;
  if (!ofItem) problems.push(`evidence-item: ${named} cites ${evidenceId}, which is on another item`);
  const own = act.act === 'disclose' || act.act === 'refer_history';
  const mayCite = own ? role === 'history' || (role === 'goal' && act.act === 'disclose') : role === 'community';
  if (!mayCite) problems.push(`evidence-role: ${named} cites ${evidenceId}, which is ${role} evidence`);
  return problems;
}

function goalProblems(plan: DialogPlan, evidence: ReadonlyMap<string, Evidence>): string[] {
  const problems: string[] = [];
  if (plan.goals.length === 0) problems.push('goal: the user wants nothing');
  for (const { aspectId, sentiment, evidenceIds } of plan.goals) {
    if (sentiment <= 0) problems.push(`goal: aspect ${aspectId} is not wished to be good`);
    for (const evidenceId of evidenceIds) {
      const cited = evidence.get(evidenceId);
      if (!cited) problems.push(`evidence-handle: goal ${aspectId} cites ${evidenceId}, which the plan does not hold`);
      else if (cited.aspectId !== aspectId || cited.role === 'community' || cited.sentiment <= 0) {
        problems.push(`goal: ${evidenceId} does not bear out a wish for aspect ${aspectId}`);
      }
    }
  }
  return problems;
}

function rejectionProblems(plan: DialogPlan, evidence: ReadonlyMap<string, Evidence>): string[] {
  return plan.rejected.flatMap(({ itemId, aspectId, evidenceIds }) => {
    const problems: string[] = [];
    if (evidenceIds.length === 0) problems.push(`rejection: ${itemId} is turned down without evidence`);
    for (const evidenceId of evidenceIds) {
      const cited = evidence.get(evidenceId);
      if (!cited)
        problems.push(`evidence-handle: rejecting ${itemId} cites ${evidenceId}, which the plan does not hold`);
      else if (cited.itemId !== itemId || cited.aspectId !== aspectId || !bearsOut(cited.sentiment, 'negative')) {
        problems.push(`rejection: ${evidenceId} is no reason to turn ${itemId} down for aspect ${aspectId}`);
      }
    }
    return problems;
  });
}

function candidateProblems({ candidates, targetItemId, rejected, history }: DialogPlan): string[] {
  const problems = repeated(candidates).map((itemId) => `candidates: ${itemId} stands more than once`);
  const rejectedIds = rejected.map((rejection) => rejection.itemId);
  for (const itemId of repeated(rejectedIds)) problems.push(`rejection: ${itemId} is turned down more than once`);
  for (const itemId of [targetItemId, ...rejectedIds]) {
    if (!candidates.includes(itemId)) problems.push(`candidates: ${itemId} is not among them`);
  }
  if (rejectedIds.includes(targetItemId)) problems.push('rejection: the target itself is turned down');
  for (const itemId of candidates.filter((other) => history.includes(other))) {
    problems.push(`candidates: ${itemId} is one that the user has had before`);
  }
  return problems;
}
