import type { Evidence } from '../../planning/dialog-act.ts';
import type { DialogPlan } from '../../planning/dialog-plan.ts';
import type { DeclaredAct, Turn } from '../../simulation/dialog.ts';
import type { PlanNames } from '../charts/plan-graph.ts';
import { html, type Html } from '../html.ts';
import { date, signed } from '../numbers.ts';

const ROLES: Readonly<Record<Evidence['role'], string>> = {
  history: "the user's own earlier review",
  community: "another user's review",
  goal: "the target's own review: what the user came to want",
};

/** A dialog as chat; under each turn, one click away, its acts and the sentences that bear them out. */
export function chat(turns: readonly Turn[], plan: DialogPlan, names: PlanNames): Html {
  const kinds = new Map(plan.nodes.map(({ nodeId, kind }) => [nodeId, kind.replaceAll('_', ' ')]));
  const evidence = new Map(plan.evidence.map((cited) => [cited.evidenceId, cited]));
  return html`<ol class="chat">
    ${turns.map(
      (turn) =>
        html`<li class="turn ${turn.speaker}">
          <span class="who"
            >${turn.turnIndex + 1}, ${turn.speaker}, ${turn.nodeId} ${kinds.get(turn.nodeId) ?? ''}</span
          >
          <p dir="auto">${turn.text}</p>
          ${saidActs(turn, evidence, names)}
        </li> `,
    )}
  </ol>`;
}

function saidActs({ acts }: Turn, evidence: ReadonlyMap<string, Evidence>, names: PlanNames): Html | null {
  if (acts.length === 0) return null;
  const cited = new Set(acts.flatMap(({ evidenceIds }) => evidenceIds)).size;
  const words = acts.map(({ act }) => act.replaceAll('_', ' ')).join(', ');
  const title = cited === 0 ? words : `${words}: ${cited} ${cited === 1 ? 'quote' : 'quotes'}`;
  return html`<details class="said">
    <summary>${title}</summary>
    <ul>
      ${acts.map((act) => showAct(act, evidence, names))}
    </ul>
  </details>`;
}

function showAct(act: DeclaredAct, evidence: ReadonlyMap<string, Evidence>, names: PlanNames): Html {
  const about = [
    act.aspectId === null ? null : html` <bdi>${names.labelOf(act.aspectId)}</bdi>`,
    act.polarity === null ? null : html` <span class="${act.polarity}">${act.polarity}</span>`,
    act.itemId === null ? null : html` on <bdi>${names.itemName(act.itemId)}</bdi>`,
  ];
  return html`<li>
    <span class="act">${act.act.replaceAll('_', ' ')}</span
    >${about}${act.evidenceIds.map((id) => quote(id, evidence.get(id), names))}
  </li>`;
}

function quote(id: string, cited: Evidence | undefined, names: PlanNames): Html {
  if (cited === undefined) return html`<p class="bad">${id}: not in the plan's evidence</p>`;
  const { quote, reviewId, sentenceIndex, timestampMs, role, itemId, aspectId, sentiment } = cited;
  return html`<blockquote>
    <span dir="auto">“${quote}”</span
    ><cite
      >${id}: ${role}, ${ROLES[role]}; review <code>${reviewId}</code>, sentence ${sentenceIndex + 1},
      ${date(timestampMs)}, on <bdi>${names.itemName(itemId)}</bdi>; ${names.labelOf(aspectId)}
      ${signed(sentiment)}</cite
    >
  </blockquote>`;
}
