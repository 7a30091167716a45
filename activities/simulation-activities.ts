import { hasCap } from '../core/config/caps.ts';
import type { Cap, RunRef } from '../core/config/run-ref.ts';
import { checkFidelityByMeaning } from '../core/fidelity/check-dialog.ts';
import type { ChatModel } from '../core/llm/chat-model.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';
import type { DialogPlan, SuperNode } from '../core/planning/dialog-plan.ts';
import type { EvidenceBase } from '../core/profiles/evidence-base.ts';
import { nextNode } from '../core/planning/traversal.ts';
import { AttemptSchema, NO_USAGE, TranscriptSchema } from '../core/simulation/dialog.ts';
import type { Attempt, DialogRecord, TokenUsage, Transcript } from '../core/simulation/dialog.ts';
import { feedbackFor } from '../core/simulation/feedback.ts';
import { simulateSuperNode as simulateNode } from '../core/simulation/simulate-super-node.ts';
import type { Feedback } from '../core/simulation/simulate-super-node.ts';
import { startTranscript, sumUsage } from '../core/simulation/transcript.ts';
import { traversalSeed } from './attempt-seeds.ts';
import { spendOf } from './dialog-records.ts';
import { keepBrokenOff, noteCalls } from './call-log.ts';
import type { ModelCall } from './call-log.ts';
import { activityAttempt, cancellationSignal } from './failures.ts';
import { countAttempt, countCalls, countDialog } from './metrics.ts';
import type { DialogRef } from './planning-activities.ts';
import type { ActivityPorts } from './ports.ts';
import { encodeJson } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';
import type { PlannedWorld } from './run-world.ts';
import { whileServing } from '../core/llm/serving-model.ts';
import { stintClock, stintResult, walkStint } from './walk-stint.ts';
import type { StintInput, StintResult } from './walk-stint.ts';

export type SimulationActivities = ReturnType<typeof createSimulationActivities>;

/** What is asked of a run's world here. */
export interface SimulationWorlds {
  planned(
    ref: RunRef,
  ): Promise<Pick<PlannedWorld, 'folder' | 'config' | 'target' | 'listener'> & { readonly base: EvidenceBase }>;
}

export function createSimulationActivities(ports: ActivityPorts, worlds: SimulationWorlds) {
  return {
    /**
     * A stint of an attempt: super-node after super-node until the attempt ends, some seconds have passed, or the next call
     * would pass the allowance. What stands already is not spoken again. Names the next node of the walk.
     */
    async simulateSuperNodes(step: StintInput): Promise<StintResult> {
      const { folder, config, base } = await worlds.planned(step.ref);
      const { dialogId, attempt, step: stint } = step;
      const judged = stint > 0 ? null : await folder.findJson(folder.keys.attempt(dialogId, attempt), AttemptSchema);
      if (judged !== null) return { next: null, steps: 0, spent: spendOf(judged.usage), needs: null };
      const plan = await readPlan(folder, dialogId);
      const key = folder.keys.transcript(dialogId, attempt, stint);
      const standing = await folder.findJson(key, TranscriptSchema);
      const goOn = (transcript: Transcript): SuperNode | null =>
        transcript.violations.length > 0
          ? null
          : nextNode(
              plan,
              transcript.visited.map(({ nodeId }) => nodeId),
              traversalSeed(config.seed, dialogId, attempt),
            );
      if (standing !== null) return stintResult(standing, goOn(standing), stint + 1, null);

      const before = await transcriptBefore(folder, plan, attempt, stint);
      const { store, keys } = folder;
      const calls: ModelCall[] = [];
      const serving = whileServing(ports.chatModel(config, store, keys), ports.isStopping);
      const model = noteCalls(serving, calls, {
        worker: ports.identity,
        activityAttempt: activityAttempt(),
      });
      const allowed = (allowance: Cap, usage: TokenUsage): ChatModel =>
        ports.withAllowance(model, { config, store, keys, allowance, usage });
      const walking = walkStint({
        before,
        from: step.nodeId,
        goOn,
        // What the journal answers tells nothing of the provider.
        isOver: stintClock(() => step.probe && calls.some(({ replayed }) => !replayed), ports.isStopping),
        speak: async (so, nodeId) =>
          simulateNode({
            plan,
            base,
            config,
            transcript: so,
            nodeId,
            model: step.allowance === null ? model : allowed(step.allowance, so.usage),
            seed: config.seed,
            feedback: await feedbackOf(folder, plan, attempt, base),
            signal: cancellationSignal(),
          }),
      });
      // Also where it fails: what was paid by then counts.
      const { transcript, needs } = await walking
        .catch(async (error: unknown) => {
          await keepBrokenOff(folder, step, calls);
          throw error;
        })
        .finally(() => countCalls(step.ref.run, calls));
      // Nothing was said: there is nothing to keep.
      if (transcript === before) return stintResult(before, goOn(before), stint, needs);
      await folder.writeJson(keys.calls(dialogId, attempt, stint), calls);
      if (!(await store.create(key, encodeJson(transcript)))) {
        // An attempt of this activity that was given up for lost, or its successor, was first: the walk goes on from there.
        const first = await folder.readJson(key, TranscriptSchema);
        return stintResult(first, goOn(first), stint + 1, null);
      }
      return stintResult(transcript, goOn(transcript), stint + 1, needs);
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
        const spoken = folder.keys.transcript(dialogId, attempt, steps - 1);
        const transcript = await folder.findJson(spoken, TranscriptSchema);
        // An activity given up for lost may have judged it meanwhile, and taken the transcript away.
        judged =
          transcript === null
            ? await folder.readJson(key, AttemptSchema)
            : await judge(folder, transcript, base, listener);
        if (transcript !== null) {
          await folder.writeJson(key, judged);
          countAttempt(ref.run, judged);
        }
      }
      for (let step = 0; step < steps; step++)
        await folder.store.delete(folder.keys.transcript(dialogId, attempt, step));
      return { accepted: judged.accepted, violations: judged.violations.map(({ check }) => check) };
    },

    /** The dialog's record: the accepted attempt's turns, or those of the last attempt of a simulation drift. */
    async persistDialog({ ref, dialogId, attempt }: DialogRef & { attempt: number }): Promise<void> {
      const { folder, config, target } = await worlds.planned(ref);
      const { retryOf } = target(dialogId);
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
        ...(retryOf === undefined ? {} : { retryOf }),
        usage: attempts.map(({ usage }) => usage).reduce(sumUsage, NO_USAGE),
      };
      await folder.writeJson(folder.keys.dialog(dialogId), record);
      countDialog(ref.run, record.status);
      // Its usage tells all now: the notes of its calls go.
      if (hasCap(config))
        for await (const key of folder.store.list(folder.keys.askedOf(dialogId))) await folder.store.delete(key);
    },
  };

  async function transcriptBefore(
    folder: RunFolder,
    plan: DialogPlan,
    attempt: number,
    stint: number,
  ): Promise<Transcript> {
    if (stint === 0) return startTranscript(plan, attempt);
    return folder.readJson(folder.keys.transcript(plan.dialogId, attempt, stint - 1), TranscriptSchema);
  }

  async function feedbackOf(
    folder: RunFolder,
    plan: DialogPlan,
    attempt: number,
    base: EvidenceBase,
  ): Promise<Feedback> {
    if (attempt === 1) return { user: [], system: [] };
    const before = await folder.readJson(folder.keys.attempt(plan.dialogId, attempt - 1), AttemptSchema);
    return feedbackFor(before.violations, plan, base);
  }
}

/** An attempt that was broken off is judged by why, not by all that it never came to say. */
async function judge(
  folder: RunFolder,
  transcript: Transcript,
  base: EvidenceBase,
  listener: () => Promise<Parameters<typeof checkFidelityByMeaning>[1]>,
): Promise<Attempt> {
  const plan = await readPlan(folder, transcript.dialogId);
  const violations =
    transcript.violations.length > 0
      ? transcript.violations
      : await checkFidelityByMeaning({ plan, transcript, base }, await listener());
  return { ...transcript, violations, accepted: violations.length === 0 };
}

const readPlan = (folder: RunFolder, dialogId: string): Promise<DialogPlan> =>
  folder.readJson(folder.keys.plan(dialogId), DialogPlanSchema);
