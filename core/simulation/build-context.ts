import type { RunConfig } from '../config/run-config.ts';
import type { Evidence, Speaker } from '../planning/dialog-act.ts';
import type { DialogPlan, PlannedAct, SuperNode } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import { titleTokens } from '../text/item-title.ts';
import type {
  ActBrief,
  AgentContext,
  EvidenceBrief,
  NodeBrief,
  SystemAgentContext,
  UserAgentContext,
} from './agent-context.ts';
import { concealedTokens, reveals } from './concealment.ts';
import type { Transcript } from './dialog.ts';
import { personaOf } from './persona.ts';
import { remainingActs } from './remaining-acts.ts';

/**
 * Separate knowledge for the paired agents (paper, multi-turn simulation). This file is the one place that decides what
 * each of them is told; prompts and the template model see nothing but its output.
 */
export interface ContextInput {
  readonly plan: DialogPlan;
  readonly base: EvidenceBase;
  readonly config: RunConfig;
  readonly transcript: Transcript;
  readonly node: SuperNode;
  readonly feedback: readonly string[];
  readonly seed: number;
}

/** The strongest opinions are told, of aspects that the user has written of: elsewhere its profile is the population's. */
const MAX_PREFERENCES = 8;

type NamedItem = { readonly itemId: string; readonly name: string };

const NOTHING: ReadonlySet<string> = new Set();

/** What the user may be told at this point: which items, which words are still concealed. */
interface UserView {
  readonly known: ReadonlyMap<string, NamedItem>;
  readonly concealed: ReadonlySet<string>;
}

/** Items that the system has named so far, in order, by its declared acts. */
export function itemsNamedBySystem(transcript: Transcript, base: EvidenceBase): NamedItem[] {
  const ids = transcript.turns
    .filter((turn) => turn.speaker === 'system')
    .flatMap((turn) => turn.acts.flatMap((act) => (act.itemId === null ? [] : [act.itemId])));
  return [...new Set(ids)].map((itemId) => ({ itemId, name: nameOf(base, itemId) }));
}

export function buildUserContext(input: ContextInput): UserAgentContext {
  const { plan, base, config } = input;
  const namedItems = itemsNamedBySystem(input.transcript, base);
  // Without profiles the user agent has no past to tell of.
  const history = (config.profile.use === 'none' ? [] : [...new Set(plan.history)])
    .filter((itemId) => itemId !== plan.targetItemId)
    .map((itemId) => ({ itemId, name: nameOf(base, itemId) }));
  const targetNamed = namedItems.some((item) => item.itemId === plan.targetItemId);
  const view: UserView = {
    known: new Map([...history, ...namedItems].map((item) => [item.itemId, item])),
    concealed: targetNamed ? NOTHING : concealedTokens(plan, base),
  };
  const evidenceById = new Map(plan.evidence.map((evidence) => [evidence.evidenceId, evidence]));
  const brief = (ids: readonly string[]): EvidenceBrief[] =>
    ids.flatMap((id) => {
      const evidence = evidenceById.get(id);
      return evidence ? userEvidence(evidence, view, base) : [];
    });
  return {
    ...commonContext(input, 'user', (act) => ({
      item: act.itemId === null ? null : (view.known.get(act.itemId) ?? null),
      evidence: brief(act.evidenceIds),
    })),
    role: 'user',
    persona: personaOf(config.seed, plan.dialogId),
    preferences: base
      .userProfileAt(plan.userId, plan.timestampMs)
      .opinions.filter((opinion) => opinion.evidenceCount > 0)
      .slice(0, MAX_PREFERENCES)
      .map(({ aspectId, salience, sentiment }) => ({ aspectId, label: labelOf(base, aspectId), salience, sentiment })),
    goals: plan.goals.map((goal) => ({
      aspectId: goal.aspectId,
      label: labelOf(base, goal.aspectId),
      evidence: brief(goal.evidenceIds),
    })),
    history,
    namedItems,
  };
}

/**
 * Evidence as the user may see it. A goal comes from the target's own review, hence never names its item; a quote with
 * a word that gives the target away keeps its handle (the goal is still grounded) but loses its words.
 */
function userEvidence(evidence: Evidence, view: UserView, base: EvidenceBase): EvidenceBrief[] {
  const item = evidence.role === 'goal' ? undefined : view.known.get(evidence.itemId);
  if (evidence.role !== 'goal' && item === undefined) return [];
  const ownWords = new Set(item ? titleTokens(item.name) : []);
  const concealed = new Set([...view.concealed].filter((token) => !ownWords.has(token)));
  return [
    {
      ...evidenceBrief(evidence, base),
      itemName: item?.name ?? null,
      quote: reveals(evidence.quote, concealed) ? '' : evidence.quote,
    },
  ];
}

export function buildSystemContext(input: ContextInput): SystemAgentContext {
  const { plan, base } = input;
  const evidenceById = new Map(plan.evidence.map((evidence) => [evidence.evidenceId, evidence]));
  return {
    ...commonContext(input, 'system', (act) => ({
      item: act.itemId === null ? null : { itemId: act.itemId, name: nameOf(base, act.itemId) },
      evidence: act.evidenceIds.flatMap((id) => {
        const evidence = evidenceById.get(id);
        // What the user once wrote is the user's to tell: the system cites other people's reviews only.
        return evidence?.role === 'community'
          ? [{ ...evidenceBrief(evidence, base), itemName: nameOf(base, evidence.itemId) }]
          : [];
      }),
    })),
    role: 'system',
    // In the plan's seeded order: the place in the list says nothing about the target.
    candidates: plan.candidates.map((itemId) => systemCandidate(itemId, plan, base)),
  };
}

function systemCandidate(
  itemId: string,
  plan: DialogPlan,
  base: EvidenceBase,
): SystemAgentContext['candidates'][number] {
  const item = base.items.get(itemId);
  return {
    itemId,
    name: nameOf(base, itemId),
    categories: item?.categories ?? [],
    price: item?.price ?? null,
    community: base
      .itemStandingAt(itemId, plan.timestampMs)
      .opinions.filter((opinion) => opinion.evidenceCount > 0)
      .map(({ aspectId, sentiment, trendPerYear, evidenceCount }) => ({
        aspectId,
        label: labelOf(base, aspectId),
        sentiment,
        trendPerYear,
        evidenceCount,
      })),
  };
}

function commonContext(
  input: ContextInput,
  speaker: Speaker,
  detail: (act: PlannedAct) => Pick<ActBrief, 'item' | 'evidence'>,
): Pick<AgentContext, 'domain' | 'node' | 'transcript' | 'feedback' | 'aspects' | 'seed'> {
  const { base, config, node, transcript } = input;
  const turnsInNode = transcript.turns.filter((turn) => turn.nodeId === node.nodeId).length;
  const acts = remainingActs(node, transcript.turns, speaker).map((act) => ({
    act: act.act,
    aspect: act.aspectId === null ? null : { aspectId: act.aspectId, label: labelOf(base, act.aspectId) },
    polarity: act.polarity,
    mandatory: act.mandatory,
    ...detail(act),
  }));
  const brief: NodeBrief = {
    nodeId: node.nodeId,
    kind: node.kind,
    acts,
    turnsLeft: Math.max(1, node.maxTurns - turnsInNode),
  };
  const spokenOf = new Set(node.acts.flatMap((act) => (act.aspectId === null ? [] : [act.aspectId])));
  return {
    domain: config.domain,
    node: brief,
    transcript: transcript.turns.map((turn) => ({ speaker: turn.speaker, text: turn.text })),
    feedback: input.feedback,
    aspects: base.clusters
      .filter((cluster) => cluster.coherent || spokenOf.has(cluster.aspectId))
      .map((cluster) => ({ aspectId: cluster.aspectId, label: cluster.label })),
    seed: input.seed,
  };
}

function evidenceBrief(evidence: Evidence, base: EvidenceBase): Omit<EvidenceBrief, 'itemName'> {
  const { evidenceId, role, quote, sentiment } = evidence;
  return { evidenceId, role, aspect: labelOf(base, evidence.aspectId), quote, sentiment };
}

function nameOf(base: EvidenceBase, itemId: string): string {
  return base.items.get(itemId)?.name ?? itemId;
}

function labelOf(base: EvidenceBase, aspectId: number): string {
  return base.clusters.find((cluster) => cluster.aspectId === aspectId)?.label ?? `aspect ${aspectId}`;
}
