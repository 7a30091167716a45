import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import type { ChatModel } from '../llm/chat-model.ts';
import type { Speaker } from '../planning/dialog-act.ts';
import type { DialogPlan, SuperNode } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import { deriveSeed } from '../random.ts';
import { askAgent } from './ask-agent.ts';
import { buildSystemContext, buildUserContext } from './build-context.ts';
import type { Transcript } from './dialog.ts';
import { remainingActs } from './remaining-acts.ts';

/**
 * One flexible super-node (paper, multi-turn simulation): paired agents talk inside the node's turn bounds until what
 * the node calls for is said. Between nodes the plan's DAG rules, which is the caller's business.
 */
export interface SuperNodeInput {
  readonly plan: DialogPlan;
  readonly base: EvidenceBase;
  readonly config: RunConfig;
  readonly transcript: Transcript;
  readonly nodeId: string;
  readonly model: ChatModel;
  /** The run's seed (`config.seed`); each call's own seed is derived from it. */
  readonly seed: number;
  readonly feedback: Feedback;
  readonly signal?: AbortSignal;
}

/** What earlier attempts did wrong, for each agent apart. */
export interface Feedback {
  readonly user: readonly string[];
  readonly system: readonly string[];
}

/**
 * Adds the node's turns to the transcript. A reply that stays unusable ends the attempt: the transcript then carries a
 * violation. Faults of the model's transport are thrown as they come.
 */
export async function simulateSuperNode(input: SuperNodeInput): Promise<Transcript> {
  const node = input.plan.nodes.find((candidate) => candidate.nodeId === input.nodeId);
  if (!node) {
    throw new PipelineError('internal', `Plan ${input.plan.dialogId} has no node ${input.nodeId}.`, {
      subject: input.nodeId,
    });
  }
  let transcript: Transcript = {
    ...input.transcript,
    visited: [...input.transcript.visited, { nodeId: node.nodeId, kind: node.kind }],
  };
  let speaker = node.firstSpeaker;
  for (let turnInNode = 1; turnInNode <= node.maxTurns; turnInNode++) {
    transcript = await speak(input, node, transcript, speaker);
    if (transcript.violations.length > 0 || isDone(node, transcript, speaker, turnInNode)) return transcript;
    speaker = speaker === 'user' ? 'system' : 'user';
  }
  return transcript;
}

function isDone(node: SuperNode, transcript: Transcript, speaker: Speaker, turnInNode: number): boolean {
  if (turnInNode < node.minTurns || speaker !== node.lastSpeaker) return false;
  const missing = [
    ...remainingActs(node, transcript.turns, 'user'),
    ...remainingActs(node, transcript.turns, 'system'),
  ];
  return !missing.some((act) => act.mandatory);
}

/** One turn: the speaker's agent is told its own remaining acts and answers, or the attempt gets its violation. */
async function speak(
  input: SuperNodeInput,
  node: SuperNode,
  transcript: Transcript,
  speaker: Speaker,
): Promise<Transcript> {
  const { plan, base, config } = input;
  const turnIndex = transcript.turns.length;
  const seed = deriveSeed(input.seed, plan.dialogId, transcript.attempt, node.nodeId, turnIndex, speaker);
  const contextInput = { plan, base, config, transcript, node, feedback: input.feedback[speaker], seed };
  const answer = await askAgent({
    model: input.model,
    agent: speaker === 'user' ? config.llm.userAgent : config.llm.systemAgent,
    context: speaker === 'user' ? buildUserContext(contextInput) : buildSystemContext(contextInput),
    site: { dialogId: plan.dialogId, attempt: transcript.attempt, nodeId: node.nodeId, turnIndex, role: speaker },
    usage: transcript.usage,
    ...(input.signal ? { signal: input.signal } : {}),
  });
  if (!answer.ok) {
    const violation = { ...answer.fault, nodeId: node.nodeId, turnIndex, speaker };
    return { ...transcript, usage: answer.usage, violations: [...transcript.violations, violation] };
  }
  const { utterance, acts } = answer.reply;
  const turn = { turnIndex, speaker, text: utterance, nodeId: node.nodeId, acts: [...acts] };
  return { ...transcript, usage: answer.usage, turns: [...transcript.turns, turn] };
}
