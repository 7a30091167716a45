import type { Random } from '../../random.ts';
import type { ActBrief, AgentContext } from '../../simulation/agent-context.ts';

const TAKE_UP = 0.6;
/** This turn, the other speaker's, and the next of one's own. */
const TURNS_TO_COME_BACK = 3;
const HOLD_BACK = 0.4;

/** Greetings open a turn and farewells end it; what lies between keeps the plan's order. */
const PLACE: Readonly<Partial<Record<ActBrief['act'], number>>> = { greet: -1, answer: -0.5, close: 1 };

/** Which of the remaining acts this turn performs: all mandatory ones, some optional ones. */
export function chooseActs(context: AgentContext, random: Random): ActBrief[] {
  const chosen = context.node.acts.filter((brief) => brief.mandatory || takesUp(brief, context, random));
  const ordered = chosen
    .map((brief, index) => ({ brief, index }))
    .sort((a, b) => (PLACE[a.brief.act] ?? 0) - (PLACE[b.brief.act] ?? 0) || a.index - b.index)
    .map(({ brief }) => brief);
  return holdsBack(context, random) ? ordered.slice(0, 2) : ordered;
}

function takesUp(brief: ActBrief, context: AgentContext, random: Random): boolean {
  // An answer needs a question.
  if (brief.act === 'answer' && !wasAsked(context)) return false;
  return random.next() < TAKE_UP;
}

function wasAsked({ transcript, role }: AgentContext): boolean {
  const last = transcript.at(-1);
  return last !== undefined && last.speaker !== role && last.text.includes('?');
}

/** A recommendation that leaves room for the user's question: its claims but the first wait for the next turn. */
function holdsBack(context: AgentContext, random: Random): boolean {
  const { kind, acts, turnsLeft } = context.node;
  return (
    context.role === 'system' &&
    kind === 'recommend' &&
    turnsLeft >= TURNS_TO_COME_BACK &&
    acts.some((brief) => brief.act === 'recommend') &&
    acts.some((brief) => brief.act === 'answer') &&
    random.next() < HOLD_BACK
  );
}
