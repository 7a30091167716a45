import type { DialogPlan } from '../../../core/planning/dialog-plan.ts';
import { NO_USAGE, type Transcript, type Turn } from '../../../core/simulation/dialog.ts';

const LINE = /^(n\d+) ([SU]): (.*)$/s;

/** A speaker's first turn in a node declares all that the plan asks of it there; later ones declare nothing. */
export function transcriptOf(lines: readonly string[], plan: DialogPlan): Transcript {
  const done = new Set<string>();
  const turns = lines.map((line, turnIndex): Turn => {
    const match = LINE.exec(line);
    if (!match) throw new Error(`not a line of a script: ${line}`);
    const [, nodeId = '', letter, text = ''] = match;
    const speaker = letter === 'S' ? 'system' : 'user';
    const key = `${nodeId} ${speaker}`;
    const planned = plan.nodes.find((node) => node.nodeId === nodeId)?.acts ?? [];
    const acts = done.has(key) ? [] : planned.filter((act) => act.speaker === speaker);
    done.add(key);
    return {
      turnIndex,
      speaker,
      text,
      nodeId,
      acts: acts.map(({ act, aspectId, polarity, itemId, evidenceIds }) => ({
        act,
        aspectId,
        polarity,
        itemId,
        evidenceIds: [...evidenceIds],
      })),
    };
  });
  return transcriptOfTurns(turns, plan);
}

/** Counts the turns anew and reads the visits off them. */
export function transcriptOfTurns(turns: readonly Turn[], plan: DialogPlan): Transcript {
  const visits = turns.map(({ nodeId }) => nodeId).filter((id, index, ids) => id !== ids[index - 1]);
  return {
    dialogId: plan.dialogId,
    attempt: 1,
    visited: visits.map((nodeId) => ({
      nodeId,
      kind: plan.nodes.find((node) => node.nodeId === nodeId)?.kind ?? 'open',
    })),
    turns: turns.map((turn, turnIndex) => ({ ...turn, turnIndex })),
    violations: [],
    usage: NO_USAGE,
  };
}
