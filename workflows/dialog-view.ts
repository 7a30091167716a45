import type { Spend } from '../core/config/run-ref.ts';
import { grouped, plain, times, usd } from './markdown.ts';

/** One dialog's page in the Temporal UI, as Markdown. Pure. */
export interface DialogView {
  readonly dialogId: string;
  readonly userKey: string;
  /** Lines of the plan: what it is, what is wanted, its nodes separated by ";". Null: not planned yet. */
  readonly outline: string | null;
  readonly attempts: readonly AttemptView[];
  /** What it waits for; null: nothing. */
  readonly waiting: { readonly code: string; readonly message: string } | null;
}

export interface AttemptView {
  /** Null: under way. */
  readonly accepted: boolean | null;
  readonly checks: readonly string[];
  readonly spent: Spend;
}

export function describeDialog({ dialogId, userKey, outline, attempts, waiting }: DialogView): string {
  const [about = '', wants = '', nodes = ''] = (outline ?? 'not planned yet').split('\n');
  return [
    ...(waiting === null
      ? []
      : [`**Waiting: ${waiting.code}** (until its run lets it go on)`, '', plain(waiting.message), '']),
    `**${dialogId}** of ${userKey}: ${plain(about)}`,
    '',
    plain(wants),
    '',
    ...nodes.split('; ').flatMap((node) => (node === '' ? [] : [`- ${plain(node)}`])),
    '',
    ...(attempts.length === 0
      ? []
      : ['| attempt | | tokens | cost |', '|---|---|---:|---:|', ...attempts.map(attemptLine)]),
  ].join('\n');
}

const attemptLine = ({ accepted, checks, spent }: AttemptView, index: number): string => {
  const verdict = accepted === null ? 'under way' : accepted ? '**accepted**' : `refused: ${summarise(checks)}`;
  return `| ${index + 1} | ${verdict} | ${grouped(spent.tokens)} | ${usd(spent.costMicroUsd)} |`;
};

const SHOWN_CHECKS = 5;

/** Kinds of violations with how often: an attempt may have many of one kind. */
function summarise(checks: readonly string[]): string {
  const kinds = [...new Set(checks)];
  const shown = kinds
    .slice(0, SHOWN_CHECKS)
    .map((kind) => times(kind, checks.filter((check) => check === kind).length));
  return [...shown, ...(kinds.length > SHOWN_CHECKS ? ['…'] : [])].join(', ');
}
