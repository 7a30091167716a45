import { faultOf } from '../fidelity/behaviour/evidence.ts';
import { agreement, MIXED_BELOW } from '../fidelity/behaviour/sign-agreement.ts';
import { recommendedIn } from '../fidelity/dialog-reading.ts';
import type { DialogAct, Polarity } from '../planning/dialog-act.ts';
import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import type { DeclaredAct, Turn } from '../simulation/dialog.ts';

/**
 * Groundedness by one reference for all arms: the temporal profiles of the base run and its reviews, with the sentences
 * as they were described before any noise. Nothing that an arm itself believes (its profiles, its labels, the sentiment
 * that its plan writes beside a quote) is asked.
 */

/** Statements that the question can be put to, and those of them of which it is true. */
export interface Tally {
  readonly statements: number;
  readonly held: number;
}

export interface ReferenceReading {
  /** Of what the system says of items: some cited sentence is real, early enough, on that aspect, and not of the other sign. */
  readonly claimsCited: Tally;
  /** Of the same: the community's trajectory as of the dialog does not contradict it. */
  readonly claimsAgree: Tally;
  /** Of what the user likes, dislikes, wishes for or remembers: some cited own sentence bears it out, as for claims. */
  readonly preferencesCited: Tally;
  /** Of the user's likes, dislikes and indifferences, wishes for this item aside: the temporal profile does not contradict it. */
  readonly preferencesAgree: Tally;
  /**
   * Of its likes and dislikes, wishes aside, on aspects that the user wrote of, with a clear sign, from the dialog's time
   * on: that sign is the stated one. What no arm could see; hence the fairest of the five.
   */
  readonly preferencesLater: Tally;
}

const CLAIMS: ReadonlySet<DialogAct> = new Set(['justify', 'answer', 'compare', 'recommend']);

interface Statement {
  readonly act: DeclaredAct;
  readonly aspectId: number;
  readonly polarity: Polarity;
}

export function readByReference(plan: DialogPlan, turns: readonly Turn[], reference: EvidenceBase): ReferenceReading {
  const claims = claimsIn(plan, turns);
  const told = statementsOf(turns, 'user', new Set<DialogAct>(['disclose', 'refer_history']));
  const goals = new Set(plan.goals.map(({ aspectId }) => aspectId));
  const views = told.filter(
    ({ act, aspectId, polarity }) => act.act === 'disclose' && !(polarity === 'positive' && goals.has(aspectId)),
  );
  const profile = reference.userProfileAt(plan.userId, plan.timestampMs).opinions;
  const laterOn = laterSentiments(plan, reference);
  const isCited = (statement: Statement): boolean => citesItsEvidence(statement, plan, reference);
  return {
    claimsCited: tally(claims, isCited),
    claimsAgree: tally(claims, ({ itemId, aspectId, polarity }) => {
      const { opinions } = reference.itemStandingAt(itemId, plan.timestampMs);
      return agreement(polarity, sentimentOn(opinions, aspectId)) !== 'contradicts';
    }),
    preferencesCited: tally(told.filter(isView), isCited),
    preferencesAgree: tally(
      views,
      ({ aspectId, polarity }) => agreement(polarity, sentimentOn(profile, aspectId)) !== 'contradicts',
    ),
    preferencesLater: tally(
      views.filter((view) => isView(view) && laterOn(view.aspectId) !== null),
      ({ aspectId, polarity }) => agreement(polarity, laterOn(aspectId) ?? 0) === 'agrees',
    ),
  };
}

/** No strong view is borne out by no sentence. */
const isView = ({ polarity }: Statement): boolean => polarity !== 'neutral';

function tally<T>(statements: readonly T[], holds: (statement: T) => boolean): Tally {
  return { statements: statements.length, held: statements.filter(holds).length };
}

function statementsOf(turns: readonly Turn[], speaker: Turn['speaker'], acts: ReadonlySet<DialogAct>): Statement[] {
  return turns.filter((turn) => turn.speaker === speaker).flatMap((turn) => statementsIn(turn, acts));
}

function statementsIn(turn: Turn, acts: ReadonlySet<DialogAct>): Statement[] {
  return turn.acts.flatMap((act) =>
    acts.has(act.act) && act.aspectId !== null && act.polarity !== null
      ? [{ act, aspectId: act.aspectId, polarity: act.polarity }]
      : [],
  );
}

/** An item left out is the one last recommended. */
function claimsIn(plan: DialogPlan, turns: readonly Turn[]): (Statement & { readonly itemId: string })[] {
  const nodes = new Map(plan.nodes.map((node) => [node.nodeId, node]));
  let onTable: string | null = null;
  return turns.flatMap((turn) => {
    onTable = recommendedIn(nodes.get(turn.nodeId)) ?? onTable;
    if (turn.speaker !== 'system') return [];
    return statementsIn(turn, CLAIMS).flatMap((statement) => {
      const itemId = statement.act.itemId ?? onTable;
      return itemId === null ? [] : [{ ...statement, itemId }];
    });
  });
}

function citesItsEvidence({ act, aspectId, polarity }: Statement, plan: DialogPlan, base: EvidenceBase): boolean {
  return act.evidenceIds
    .flatMap((id) => plan.evidence.find(({ evidenceId }) => evidenceId === id) ?? [])
    .some((evidence) => {
      if (faultOf(evidence, { plan, base }) !== null) return false;
      const label = base.sentence(evidence)?.aspects.find((other) => other.aspectId === aspectId);
      return label !== undefined && agreement(polarity, label.sentiment) !== 'contradicts';
    });
}

/** 0, no clear sign, where nothing was said. */
function sentimentOn(
  opinions: readonly { readonly aspectId: number; readonly sentiment: number }[],
  aspectId: number,
): number {
  return opinions.find((opinion) => opinion.aspectId === aspectId)?.sentiment ?? 0;
}

/** Mean sentiment by aspect of the user's sentences from t on, weighted by the aspect's share; null without a clear sign. */
function laterSentiments(plan: DialogPlan, base: EvidenceBase): (aspectId: number) => number | null {
  const sums = new Map<number, { weight: number; signed: number }>();
  for (const review of base.userReviewsBefore(plan.userId, Number.MAX_SAFE_INTEGER)) {
    if (review.timestampMs < plan.timestampMs) continue;
    for (const { aspects } of base.sentencesOf(review.reviewId)) {
      for (const { aspectId, score, sentiment } of aspects) {
        const { weight, signed } = sums.get(aspectId) ?? { weight: 0, signed: 0 };
        sums.set(aspectId, { weight: weight + score, signed: signed + score * sentiment });
      }
    }
  }
  return (aspectId) => {
    const sum = sums.get(aspectId);
    const mean = sum === undefined || sum.weight === 0 ? 0 : sum.signed / sum.weight;
    return Math.abs(mean) < MIXED_BELOW ? null : mean;
  };
}
