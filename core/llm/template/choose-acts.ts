import type { Random } from '../../random.ts';
import type { ActBrief, AgentContext } from '../../simulation/agent-context.ts';

const TAKE_UP = 0.6;
/** With nothing else to say one rather asks. */
const TAKE_UP_WHEN_FREE = 0.9;
/** This turn, the other speaker's, and the next of one's own. */
const TURNS_TO_COME_BACK = 3;
const HOLD_BACK = 0.4;

/** Greetings open a turn and farewells end it; what lies between keeps the plan's order. */
const PLACE: Readonly<Partial<Record<ActBrief['act'], number>>> = { greet: -1, answer: -0.5, close: 1 };

/** Which of the remaining acts this turn performs: all mandatory ones, some optional ones. */
export function chooseActs(context: AgentContext, random: Random): ActBrief[] {
  const isFree = !context.node.acts.some((brief) => brief.mandatory);
  const chosen = context.node.acts.filter(
    (brief) => brief.mandatory || takesUp(brief, context, isFree ? TAKE_UP_WHEN_FREE : TAKE_UP, random),
  );
  const ordered = chosen
    .map((brief, index) => ({ brief, index }))
    .sort(
      (a, b) =>
        (PLACE[a.brief.act] ?? 0) - (PLACE[b.brief.act] ?? 0) ||
        claimPlace(a.brief, chosen) - claimPlace(b.brief, chosen) ||
        a.index - b.index,
    )
    .map(({ brief }) => brief);
  return holdsBack(context, random) ? ordered.slice(0, 1 + random.int(ordered.length - 1)) : ordered;
}

/** After comparing and recommending, the claim on the aspect that was compared comes before the other claims. */
function claimPlace(brief: ActBrief, chosen: readonly ActBrief[]): number {
  const compared = chosen.find(({ act }) => act === 'compare');
  if (!compared || brief.act !== 'justify') return 0;
  return brief.aspect?.aspectId === compared.aspect?.aspectId ? 1 : 2;
}

function takesUp(brief: ActBrief, context: AgentContext, share: number, random: Random): boolean {
  // An answer needs a question.
  if (brief.act === 'answer' && !wasAsked(context)) return false;
  return random.next() < share;
}

function wasAsked({ transcript, role }: AgentContext): boolean {
  const last = transcript.at(-1);
  return last !== undefined && last.speaker !== role && last.text.includes('?');
}

/** A recommendation that leaves room for the user's question: some of its claims wait for the next turn. */
function holdsBack({ role, node }: AgentContext, random: Random): boolean {
  return (
    role === 'system' &&
    node.kind === 'recommend' &&
    node.turnsLeft >= TURNS_TO_COME_BACK &&
    node.acts[0]?.act === 'recommend' &&
    node.acts.filter((brief) => brief.mandatory).length > 1 &&
    random.next() < HOLD_BACK
  );
}
