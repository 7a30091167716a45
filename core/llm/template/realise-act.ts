import type { DialogAct, Polarity } from '../../planning/dialog-act.ts';
import type { ActBrief, AgentContext } from '../../simulation/agent-context.ts';
import { expand } from './expand.ts';
import { ACCEPT } from './grammar/accept.ts';
import { CLOSE } from './grammar/close.ts';
import { CRITIQUE } from './grammar/critique.ts';
import { ELICIT } from './grammar/elicit.ts';
import type { Grammar } from './grammar/grammar.ts';
import { GREET } from './grammar/greet.ts';
import { INQUIRE } from './grammar/inquire.ts';
import { REACT } from './grammar/react.ts';
import { RECOMMEND } from './grammar/recommend.ts';
import { REJECT } from './grammar/reject.ts';
import { realiseClaim, realiseCompare } from './realise-claim.ts';
import { realiseDisclosure, realiseHistory } from './realise-preference.ts';
import { slotsFor, titled, type TurnState, voiceFor } from './realisation.ts';

/** What was said, and the evidence that it rests on. */
export interface RealisedAct {
  readonly text: string;
  readonly polarity: Polarity | null;
  readonly evidenceIds: readonly string[];
}

/** For acts whose item is always named: nothing is in hand. */
const naming = (state: TurnState): TurnState => ({ ...state, lastItemId: null });

type Realise = (brief: ActBrief, state: TurnState) => RealisedAct;

const REALISE: Readonly<Record<DialogAct, Realise>> = {
  greet: (brief, state) => say(GREET, `<${state.context.role}>`, brief, state),
  close: (brief, state) => say(CLOSE, `<${state.context.role}>`, { ...brief, item: accepted(state) }, state),
  elicit: (brief, state) => say(ELICIT, elicitRule(brief, state.context), brief, state),
  inquire: (brief, state) =>
    say(
      INQUIRE,
      inquireRule(brief, state.context),
      brief,
      state.context.node.kind === 'compare' ? naming(state) : state,
    ),
  recommend: (brief, state) => say(RECOMMEND, isAnother(brief, state) ? '<again>' : '<first>', brief, naming(state)),
  critique: (brief, state) => say(CRITIQUE, '<aspect>', brief, state, brief.polarity ?? 'negative'),
  reject: (brief, state) => say(REJECT, '<reject>', brief, state),
  accept: (brief, state) => say(ACCEPT, '<accept>', brief, naming(state)),
  refer_history: realiseHistory,
  disclose: realiseDisclosure,
  answer: (brief, state) =>
    state.context.role === 'user' ? realiseDisclosure(brief, state) : realiseClaim(brief, state),
  justify: realiseClaim,
  compare: (brief, state) => realiseCompare(brief, naming(state)),
};

/** One act in words. Claims nothing that the brief's polarity and evidence do not say. */
export function realiseAct(brief: ActBrief, state: TurnState): RealisedAct {
  return REALISE[brief.act](brief, state);
}

/** A turn without acts. */
export function realiseReaction({ context, style, random }: TurnState): string {
  return expand(REACT, `<${context.role}>`, { values: {}, forms: {} }, { variants: [style], random });
}

function say(
  grammar: Grammar,
  alternative: string,
  brief: ActBrief,
  state: TurnState,
  polarity: Polarity | null = brief.polarity,
): RealisedAct {
  const text = expand(grammar, alternative, slotsFor(brief, state), voiceFor(brief, state, occasionOf(state)));
  return { text, polarity, evidenceIds: brief.evidence.map((evidence) => evidence.evidenceId) };
}

/** What can be taken up: of the turn before only at this turn's beginning, when it is still in the ear; a comparison at once. */
function occasionOf({ before: { heard, wishes }, done, isOpen }: TurnState): string[] {
  const compared = done.at(-1)?.act === 'compare' ? [isOpen ? 'joined' : 'contrast'] : [];
  const isFirst = done.length === 0 && heard.length > 0;
  return [...compared, ...(isFirst ? ['heard'] : []), ...(wishes.length > 0 ? ['wishes'] : [])];
}

function elicitRule(brief: ActBrief, { node }: AgentContext): string {
  if (brief.aspect) return '<aspect>';
  return node.kind === 'refer_history' ? '<history>' : '<open>';
}

function inquireRule(brief: ActBrief, { node }: AgentContext): string {
  if (!brief.aspect) return '<open>';
  return node.kind === 'compare' && brief.item ? '<comparison>' : '<aspect>';
}

/** Whether another candidate was named earlier in the dialog, by what was said aloud, or just now by comparing with it. */
function isAnother(brief: ActBrief, state: TurnState): boolean {
  if (state.context.role !== 'system') return false;
  if (state.done.some(({ act }) => act === 'compare')) return true;
  const said = state.context.transcript.filter((turn) => turn.speaker === 'system').map((turn) => turn.text);
  return state.context.candidates
    .filter((candidate) => candidate.itemId !== brief.item?.itemId)
    .some((candidate) => said.some((text) => text.includes(titled(candidate.name, state))));
}

/** At the farewell, the item on the table is the one that was taken. */
function accepted({ context, before }: TurnState): ActBrief['item'] {
  if (context.role === 'user') return null;
  return context.candidates.find((candidate) => candidate.itemId === before.itemOnTable) ?? null;
}
