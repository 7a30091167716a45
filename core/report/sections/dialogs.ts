import { planToMermaid } from '../../planning/plan-mermaid.ts';
import { planGraph, type PlanNames } from '../charts/plan-graph.ts';
import { html, type Html } from '../html.ts';
import { namesOf } from '../names.ts';
import { count, date } from '../numbers.ts';
import type { ReportDialog, ReportInput } from '../report-input.ts';
import { SHOWN } from '../sample-dialogs.ts';
import { table } from '../table.ts';
import { chat } from './chat.ts';
import { speakerLabel } from './glance.ts';

/** A handful of dialogs in full: plan, talk, evidence, and every attempt that it took. */
export function dialogsSection(input: ReportInput): Html | null {
  const { dialogs, summary } = input;
  if (dialogs.length === 0) return null;
  const names = namesOf(input);
  return html`<p>
      A seeded sample of ${dialogs.length} dialogs, not a choice of good ones: up to ${SHOWN.any} of any kind from the
      dataset's ${count(summary.dialogs.accepted)}, up to ${SHOWN.recovered} more that took several attempts, and up to
      ${SHOWN.givenUp} that were given up. Names of aspects are the clusters' own.
    </p>
    ${speakerLabel(input)} ${dialogs.map((dialog, place) => showDialog(dialog, names, place === 0))}`;
}

function showDialog(dialog: ReportDialog, names: PlanNames, open: boolean): Html {
  const { record, plan } = dialog;
  const content = html`<summary>
      ${record.dialogId} <bdi>${names.itemName(plan.targetItemId)}</bdi> <span>${outcome(dialog)}</span>
    </summary>
    <p class="note">
      User <bdi>${plan.userId}</bdi>, ${date(plan.timestampMs)}, ${plan.split}; spoken by ${speaker(record.provider)};
      wants ${plan.goals.map(({ aspectId }) => names.labelOf(aspectId)).join(', ') || 'nothing in particular'};
      ${count(plan.history.length)} earlier reviews${sparse(plan)}.
    </p>
    ${record.status === 'accepted' ? chat(record.turns, plan, names) : html`<p>Given up after ${record.attempts} attempts (${record.failure}).</p>`}
    ${attemptsOf(dialog, names)}
    <details>
      <summary>The plan's graph</summary>
      ${planGraph(plan, names)}
      <details>
        <summary>Mermaid source</summary>
        <pre tabindex="0">${planToMermaid(plan, names.labelOf, names.itemName)}</pre>
      </details>
    </details>`;
  return open
    ? html`<details class="dialog" id="dialog-${record.dialogId}" open>${content}</details>`
    : html`<details class="dialog" id="dialog-${record.dialogId}">${content}</details>`;
}

const speaker = (provider: string): string => (provider === 'template' ? 'a template grammar' : provider);

function outcome({ record, inDataset }: ReportDialog): string {
  if (record.status === 'rejected') return `given up after ${record.attempts} attempts`;
  const left = inDataset ? '' : ', left out as a near-duplicate';
  return record.attempts === 1
    ? `accepted at the first attempt${left}`
    : `accepted at attempt ${record.attempts}${left}`;
}

function sparse({ sparseUser, sparseItem }: ReportDialog['plan']): string {
  const found = [sparseUser ? 'little is known of the user' : '', sparseItem ? 'little is known of the target' : ''];
  const words = found.filter(Boolean).join(' and ');
  return words === '' ? '' : `; ${words}, so the plan asks more and claims less`;
}

/** The attempts that failed, each with its violations and its own words. */
function attemptsOf({ attempts, plan }: ReportDialog, names: PlanNames): Html | null {
  const failed = attempts.filter(({ accepted }) => !accepted);
  if (failed.length === 0) return null;
  return html`<details>
    <summary>
      ${failed.length === 1 ? 'The failed attempt' : `The ${failed.length} failed attempts`}, with violations
    </summary>
    ${failed.map(
      (attempt) =>
        html`<h4>Attempt ${attempt.attempt}</h4>
          ${table(
            `Violations of attempt ${attempt.attempt}`,
            [
              { head: 'Check' },
              { head: 'Node, turn' },
              { head: 'Expected', kind: 'wide' },
              { head: 'Found', kind: 'wide' },
            ],
            attempt.violations.map(({ check, nodeId, turnIndex, expected, found }) => [
              html`<code>${check}</code>`,
              `${nodeId ?? 'dialog'}${turnIndex === null ? '' : `, turn ${turnIndex + 1}`}`,
              expected,
              found,
            ]),
          )}
          <details>
            <summary>What was said</summary>
            ${chat(attempt.turns, plan, names)}
          </details>`,
    )}
  </details>`;
}
