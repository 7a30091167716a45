import type { DialogProgress, SimulationState, Stage, StageProgress, Waiting } from './contract.ts';
import { reservedOf } from './budget-ledger.ts';
import { acceptedOf, rejectedOf } from '../core/dataset/stock.ts';
import { grouped, plain, times, usd } from './markdown.ts';
import { describeHold, faulted, OWN, wantMoney } from './run-hold.ts';

/** What is told of a run's dialogs: to queries, to the Temporal UI as Markdown, to the run's own workflow. Pure. */

export function progressOf(state: SimulationState, wanted: number): DialogProgress {
  return {
    wanted,
    targets: state.targets,
    accepted: acceptedOf(state) - state.duplicates,
    duplicates: state.duplicates,
    rejected: rejectedOf(state),
    driftBy: state.driftBy ?? {},
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
    // With one sent ahead it is its answer that is waited for.
    const next = probe === null ? untilMs : null;
    return { reason: code, message, untilMs: next, dialogs: faulted(state).filter(({ unit }) => unit !== OWN).length };
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

/** Markdown for the UI's "current details". */
export const describeProgress = (progress: DialogProgress): string =>
  pageOf([...waitingLines(progress.waiting), ...funnelLines(progress), '', ...costLines(progress)]);

/** The UI draws the cells of a table side by side without a margin, and takes ordinary spaces away. */
const pageOf = (lines: readonly string[]): string =>
  lines.map((line) => (line.startsWith('| ') ? line.replaceAll(/(?<=\S) \|/gu, '\u00a0\u00a0 |') : line)).join('\n');

/** The reason, when it is tried again, who waits; none: no lines. */
function waitingLines(waiting: Waiting | null): string[] {
  if (waiting === null) return [];
  const { reason, message, untilMs, dialogs } = waiting;
  const notes = [
    ...(untilMs === null ? [] : [`next try ${new Date(untilMs).toISOString().slice(11, 19)} UTC`]),
    ...(dialogs === 0 ? [] : [`${dialogs} ${dialogs === 1 ? 'dialog waits' : 'dialogs wait'}`]),
  ];
  return [`**Waiting: ${reason}**${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`, '', plain(message), ''];
}

function funnelLines(progress: DialogProgress): string[] {
  const { accepted, wanted, targets, rejected, inFlight, concurrency, byAttempt } = progress;
  // Absent in what an execution of before told.
  const { duplicates = 0, driftBy = {} } = progress;
  const begun = accepted + duplicates + rejected + inFlight;
  const attempts = byAttempt.map((count, index) => `${grouped(count)} at attempt ${index + 1}`).join(', ');
  const drift = Object.entries(driftBy).sort(([, a], [, b]) => b - a);
  const reasons = drift.map(([check, count]) => times(check, count)).join(', ');
  return [
    '| dialogs | | |',
    '|---|---:|---|',
    `| targets | ${grouped(targets)} | |`,
    `| begun | ${grouped(begun)} | |`,
    `| accepted | **${grouped(Math.min(accepted, wanted))}** | of ${grouped(wanted)} wanted (${percent(accepted, wanted)}): ${attempts} |`,
    ...(duplicates === 0 ? [] : [`| near-duplicates | ${grouped(duplicates)} | accepted, but not counted |`]),
    `| given up | ${grouped(rejected)} | ${rejected === 0 ? '' : `simulation drift: ${reasons}`} |`,
    `| in flight | ${inFlight} | of at most ${concurrency} at once |`,
  ];
}

function costLines({ spent, reserved, budget }: DialogProgress): string[] {
  const cap = budget?.costMicroUsd ?? null;
  const tokenCap = budget?.tokens ?? null;
  const tokens = `${grouped(spent.tokens)} tokens`;
  return [
    '| cost | | |',
    '|---|---|---|',
    `| spent | **${usd(spent.costMicroUsd)}** | ${cap === null ? 'no cap' : `of ${usd(cap)} (${percent(spent.costMicroUsd, cap)})`} |`,
    `| | ${tokens} | ${tokenCap === null ? '' : `of ${grouped(tokenCap)} (${percent(spent.tokens, tokenCap)})`} |`,
    ...(budget === null ? [] : [`| reserved | ${usd(reserved.costMicroUsd)} | for the dialogs in flight |`]),
  ];
}

export const percent = (done: number, total: number): string =>
  `${total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total))} %`;

const MARKS = { waiting: '·', running: '▶', done: '✔', skipped: '–' } as const;

/** The run's own page in the UI: what it waits for, its stages, and how far its dialogs are. */
export function describeRun(run: {
  readonly stages: readonly StageProgress[];
  readonly notes: ReadonlyMap<Stage, string>;
  readonly paused: boolean;
  readonly waiting: string | null;
  readonly dialogs: DialogProgress | null;
  /** What the run will take, beforehand. */
  readonly estimate: string | null;
}): string {
  const lines = run.stages.map(({ stage, status, seconds }) => {
    const took = status === 'done' ? `${seconds.toFixed(1)}\u00a0s` : status === 'skipped' ? 'skipped' : '';
    return `| ${MARKS[status]} ${status === 'running' ? `**${stage}**` : stage} | ${took} | ${run.notes.get(stage) ?? ''} |`;
  });
  const isUnderWay = run.stages.some(({ stage, status }) => stage === 'simulation' && status === 'running');
  const dialogsWait = isUnderWay ? (run.dialogs?.waiting ?? null) : null;
  const isPaused = run.paused && run.waiting === null && dialogsWait === null;
  return pageOf([
    ...(run.waiting === null ? [] : [`**Waiting**: ${plain(run.waiting)} Then resume.`, '']),
    ...(isPaused ? ['**Paused**: nothing new is begun until resume.', ''] : []),
    ...waitingLines(dialogsWait),
    '| stage | | |',
    '|---|---:|---|',
    ...lines,
    ...(run.estimate === null ? [] : ['', plain(run.estimate)]),
    ...(run.dialogs === null ? [] : ['', ...funnelLines(run.dialogs), '', ...costLines(run.dialogs)]),
  ]);
}
