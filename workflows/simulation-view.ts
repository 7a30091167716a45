import type { DialogProgress, SimulationState, Stage, StageProgress, Waiting } from './contract.ts';
import { reservedOf } from './budget-ledger.ts';
import { acceptedOf, rejectedOf } from '../core/dataset/stock.ts';
import { describeHold, faulted, wantMoney } from './run-hold.ts';

/** What is told of a run's dialogs: to queries, to the Temporal UI as Markdown, to the run's own workflow. Pure. */

export function progressOf(state: SimulationState, wanted: number): DialogProgress {
  return {
    wanted,
    targets: state.targets,
    accepted: acceptedOf(state) - state.duplicates,
    rejected: rejectedOf(state),
    inFlight: state.inFlight.length,
    concurrency: state.concurrency,
    paused: state.paused,
    byAttempt: state.byAttempt,
    waiting: waitingOf(state),
    spent: state.spent,
    reserved: reservedOf(state),
    budget: state.budget,
  };
}

function waitingOf(state: SimulationState): Waiting | null {
  if (state.hold !== null) {
    const { code, untilMs, probe } = state.hold;
    const message = probe === null ? describeHold(state.hold) : `${describeHold(state.hold)}; one dialog is trying now`;
    return { reason: code, message, untilMs, dialogs: faulted(state).length };
  }
  const poor = wantMoney(state).length;
  if (poor > 0 || isBroke(state)) {
    return {
      reason: 'budget',
      message: 'the budget leaves too little for what comes next: raise it (raiseBudget), and the run goes on',
      untilMs: null,
      dialogs: poor,
    };
  }
  if (!state.paused) return null;
  const message = 'paused: no dialog is begun until resume; those in flight end';
  return { reason: 'paused', message, untilMs: null, dialogs: 0 };
}

/** Nothing in flight though more is wanted: with a cap, and neither paused nor held, it is the money. */
const isBroke = (state: SimulationState): boolean => state.budget !== null && state.starved;

const usd = (micro: number): string => `$${(micro / 1e6).toFixed(2)}`;

/** Markdown for the UI's "current details". */
export function describeProgress(progress: DialogProgress): string {
  const { accepted, wanted, rejected, inFlight, concurrency, byAttempt, spent, reserved, budget, waiting } = progress;
  const caps = [
    ...(budget?.costMicroUsd == null ? [] : [`of ${usd(budget.costMicroUsd)}`]),
    ...(budget?.tokens == null ? [] : [`of ${budget.tokens} tokens`]),
  ];
  const reservation = budget === null ? '' : `, ${usd(reserved.costMicroUsd)} reserved`;
  return [
    ...(waiting === null ? [] : [`**Waiting** (${waiting.reason}): ${waiting.message}`, '']),
    '| | |',
    '|---|---|',
    `| accepted | **${Math.min(accepted, wanted)} of ${wanted}** (${percent(accepted, wanted)}) |`,
    `| by attempt 1, 2, 3, 4 | ${byAttempt.join(', ')} |`,
    `| given up (simulation drift) | ${rejected} |`,
    `| in flight | ${inFlight} of at most ${concurrency} |`,
    `| spent | ${usd(spent.costMicroUsd)}, ${spent.tokens} tokens ${caps.join(' and ')}${reservation} |`,
  ].join('\n');
}

export const percent = (done: number, total: number): string =>
  `${total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total))} %`;

const MARKS = { waiting: '·', running: '▶', done: '✔', skipped: '–' } as const;

/** The run's own page in the UI: its stages, and how far its dialogs are. */
export function describeRun(run: {
  readonly stages: readonly StageProgress[];
  readonly notes: ReadonlyMap<Stage, string>;
  readonly paused: boolean;
  readonly waiting: string | null;
  readonly dialogs: DialogProgress | null;
}): string {
  const lines = run.stages.map(({ stage, status, seconds }) => {
    const note = run.notes.get(stage) ?? (status === 'done' ? `${seconds.toFixed(1)} s` : '');
    return `| ${MARKS[status]} | ${status === 'running' ? `**${stage}**` : stage} | ${note} |`;
  });
  return [
    ...(run.waiting === null ? [] : [`**Waiting**: ${run.waiting} Then resume.`, '']),
    ...(run.paused ? ['**Paused**: nothing new is begun until resume.', ''] : []),
    '| | stage | |',
    '|---|---|---|',
    ...lines,
    ...(run.dialogs === null ? [] : ['', '**Dialogs**', '', describeProgress(run.dialogs)]),
  ].join('\n');
}
