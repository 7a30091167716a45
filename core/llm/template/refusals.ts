import type { ActBrief, AgentContext } from '../../simulation/agent-context.ts';

/** The feedback's form: "check in the stretch "kind": expected ACT by the user ...". */
const STRETCH = /in the stretch "(\w+)"/;
const EXPECTED_ACT = /: expected (\w+) by the (?:user|system)/;

/**
 * Whether an earlier attempt was refused over this act, or over the stretch that it stands in for no act in particular.
 * Such an act is said otherwise: plainly, its item by name, without a quote or an ornament.
 */
export function isRefused(brief: ActBrief, { feedback, node }: AgentContext): boolean {
  return feedback.some((reason) => {
    const kind = STRETCH.exec(reason)?.[1];
    const act = EXPECTED_ACT.exec(reason)?.[1];
    return (kind === undefined || kind === node.kind) && (act === undefined || act === brief.act);
  });
}
