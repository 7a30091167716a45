import { checkFidelityByMeaning } from '../core/fidelity/check-dialog.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';
import type { DialogPlan } from '../core/planning/dialog-plan.ts';
import { nextNode } from '../core/planning/traversal.ts';
import { AttemptSchema, NO_USAGE, TranscriptSchema } from '../core/simulation/dialog.ts';
import type { Attempt, DialogRecord, TokenUsage, Transcript } from '../core/simulation/dialog.ts';
import { feedbackFor } from '../core/simulation/feedback.ts';
import { simulateSuperNode as simulateNode } from '../core/simulation/simulate-super-node.ts';
import type { Feedback } from '../core/simulation/simulate-super-node.ts';
import { startTranscript } from '../core/simulation/transcript.ts';
import { traversalSeed } from './attempt-seeds.ts';
import { cancellationSignal } from './failures.ts';
import type { DialogRef } from './planning-activities.ts';
import type { ActivityPorts } from './ports.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunWorlds } from './run-world.ts';

export type SimulationActivities = ReturnType<typeof createSimulationActivities>;

export function createSimulationActivities(ports: ActivityPorts, worlds: RunWorlds) {
  return {
    /** One super-node of one attempt; what stands already is not spoken again. Names the next node of the walk. */
    async simulateSuperNode(
      step: DialogRef & { attempt: number; step: number; nodeId: string },
    ): Promise<{ next: { nodeId: string; kind: string } | null }> {
      const { folder, config, base } = await worlds.planned(step.ref);
      const plan = await readPlan(folder, step.dialogId);
      const key = folder.keys.transcript(step.dialogId, step.attempt, step.step);
      let transcript = await folder.findJson(key, TranscriptSchema);
      if (transcript === null) {
        transcript = await simulateNode({
          plan,
          base,
          config,
          transcript: await transcriptBefore(folder, plan, step.attempt, step.step),
          nodeId: step.nodeId,
          model: ports.chatModel(config, folder.store, folder.keys),
          seed: config.seed,
          feedback: await feedbackOf(folder, plan, step.attempt, base),
          signal: cancellationSignal(),
        });
        await folder.writeJson(key, transcript);
      }
      if (transcript.violations.length > 0) return { next: null };
      const visited = transcript.visited.map(({ nodeId }) => nodeId);
      const next = nextNode(plan, visited, traversalSeed(config.seed, step.dialogId, step.attempt));
      return { next: next === null ? null : { nodeId: next.nodeId, kind: next.kind } };
    },

    /** Judges an attempt by its words and keeps it, accepted or not, with its violations. */
    async checkFidelity({
      ref,
      dialogId,
      attempt,
      steps,
    }: DialogRef & { attempt: number; steps: number }): Promise<{ accepted: boolean; violations: string[] }> {
      const { folder, base, listener } = await worlds.planned(ref);
      const key = folder.keys.attempt(dialogId, attempt);
      let judged = await folder.findJson(key, AttemptSchema);
      if (judged === null) {
        const plan = await readPlan(folder, dialogId);
        const transcript = await folder.readJson(
          folder.keys.transcript(dialogId, attempt, steps - 1),
          TranscriptSchema,
        );
        // An attempt that was broken off is judged by why, not by all that it never came to say.
        const violations =
          transcript.violations.length > 0
            ? transcript.violations
            : await checkFidelityByMeaning({ plan, transcript, base }, await listener());
        judged = { ...transcript, violations, accepted: violations.length === 0 };
        await folder.writeJson(key, judged);
      }
      for (let step = 0; step < steps; step++)
        await folder.store.delete(folder.keys.transcript(dialogId, attempt, step));
      return { accepted: judged.accepted, violations: judged.violations.map(({ check }) => check) };
    },

    /** The dialog's record: the accepted attempt's turns, or those of the last attempt of a simulation drift. */
    async persistDialog({ ref, dialogId, attempt }: DialogRef & { attempt: number }): Promise<void> {
      const { folder, config } = await worlds.planned(ref);
      const plan = await readPlan(folder, dialogId);
      const attempts: Attempt[] = [];
      for (let number = 1; number <= attempt; number++) {
        attempts.push(await folder.readJson(folder.keys.attempt(dialogId, number), AttemptSchema));
      }
      const last = attempts.at(-1);
      if (last === undefined) throw new RangeError(`${dialogId} has no attempt`);
      const record: DialogRecord = {
        dialogId,
        ordinal: plan.ordinal,
        status: last.accepted ? 'accepted' : 'rejected',
        failure: last.accepted ? null : 'simulation_drift',
        userId: plan.userId,
        split: plan.split,
        timestampMs: plan.timestampMs,
        targetItemId: plan.targetItemId,
        history: plan.history,
        rejectedItemIds: plan.rejected.map(({ itemId }) => itemId),
        attempts: attempt,
        provider: config.llm.provider,
        turns: last.turns,
        usage: attempts.map(({ usage }) => usage).reduce(sumUsage, NO_USAGE),
      };
      await folder.writeJson(folder.keys.dialog(dialogId), record);
    },
  };

  async function transcriptBefore(
    folder: RunFolder,
    plan: DialogPlan,
    attempt: number,
    step: number,
  ): Promise<Transcript> {
    if (step === 0) return startTranscript(plan, attempt);
    return folder.readJson(folder.keys.transcript(plan.dialogId, attempt, step - 1), TranscriptSchema);
  }

  async function feedbackOf(
    folder: RunFolder,
    plan: DialogPlan,
    attempt: number,
    base: Parameters<typeof feedbackFor>[2],
  ): Promise<Feedback> {
    if (attempt === 1) return { user: [], system: [] };
    const before = await folder.readJson(folder.keys.attempt(plan.dialogId, attempt - 1), AttemptSchema);
    return feedbackFor(before.violations, plan, base);
  }
}

const readPlan = (folder: RunFolder, dialogId: string): Promise<DialogPlan> =>
  folder.readJson(folder.keys.plan(dialogId), DialogPlanSchema);

const sumUsage = (sum: TokenUsage, usage: TokenUsage): TokenUsage => ({
  calls: sum.calls + usage.calls,
  replayed: sum.replayed + usage.replayed,
  promptTokens: sum.promptTokens + usage.promptTokens,
  completionTokens: sum.completionTokens + usage.completionTokens,
  costMicroUsd: sum.costMicroUsd + usage.costMicroUsd,
});
