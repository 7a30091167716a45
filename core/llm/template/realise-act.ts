import type { DialogAct, Polarity } from '../../planning/dialog-act.ts';
import type { ActBrief, AgentContext } from '../../simulation/agent-context.ts';
import { expand } from './expand.ts';
import { ACCEPT } from './grammar/accept.ts';
import { CLOSE } from './grammar/close.ts';
import { COMMON } from './grammar/common.ts';
import { CRITIQUE } from './grammar/critique.ts';
import { DISCLOSE } from './grammar/disclose.ts';
import { ELICIT } from './grammar/elicit.ts';
import type { Grammar } from './grammar/grammar.ts';
import { GREET } from './grammar/greet.ts';
import { INQUIRE } from './grammar/inquire.ts';
import { REACT } from './grammar/react.ts';
import { RECOMMEND } from './grammar/recommend.ts';
import { REFER_HISTORY } from './grammar/refer-history.ts';
import { REJECT } from './grammar/reject.ts';
import { agrees } from './evidence-sign.ts';
import { realiseClaim, realiseCompare } from './realise-claim.ts';
import { isInHand, quotable, slotsFor, titled, type TurnState } from './realisation.ts';

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
  close: (brief, state) => say(CLOSE, `<${state.context.role}>`, brief, state),
  elicit: (brief, state) => say(ELICIT, elicitRule(brief, state.context), brief, state),
  inquire: (brief, state) =>
    say(
      INQUIRE,
      inquireRule(brief, state.context),
      brief,
      state.context.node.kind === 'compare' ? naming(state) : state,
    ),
  recommend: (brief, state) =>
    say(RECOMMEND, hasRecommended(brief, state) ? '<again>' : '<first>', brief, naming(state)),
  critique: (brief, state) => say(CRITIQUE, '<aspect>', brief, state, brief.polarity ?? 'negative'),
  reject: (brief, state) => say(REJECT, isInHand(brief, state) ? '<reject-it>' : '<reject>', brief, state),
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
export function realiseReaction(state: TurnState): string {
  const slots = { values: {}, forms: {} };
  return expand({ ...COMMON, ...REACT }, `<${state.context.role}>`, slots, state.style, state.random);
}

function say(
  grammar: Grammar,
  alternative: string,
  brief: ActBrief,
  state: TurnState,
  polarity: Polarity | null = brief.polarity,
): RealisedAct {
  const text = expand({ ...COMMON, ...grammar }, alternative, slotsFor(brief, state), state.style, state.random);
  return { text, polarity, evidenceIds: brief.evidence.map((evidence) => evidence.evidenceId) };
}

function elicitRule(brief: ActBrief, { node }: AgentContext): string {
  if (brief.aspect) return '<aspect>';
  return node.kind === 'refer_history' ? '<history>' : '<open>';
}

function inquireRule(brief: ActBrief, { node }: AgentContext): string {
  if (!brief.aspect) return '<open>';
  return node.kind === 'compare' && brief.item ? '<comparison>' : '<aspect>';
}

/** Whether another candidate was named earlier in the dialog, by what was said aloud. */
function hasRecommended(brief: ActBrief, state: TurnState): boolean {
  if (state.context.role !== 'system') return false;
  const said = state.context.transcript.filter((turn) => turn.speaker === 'system').map((turn) => turn.text);
  return state.context.candidates
    .filter((candidate) => candidate.itemId !== brief.item?.itemId)
    .some((candidate) => said.some((text) => text.includes(titled(candidate.name, state))));
}

function realiseDisclosure(brief: ActBrief, state: TurnState): RealisedAct {
  const { random, style } = state;
  const polarity = brief.polarity ?? polarityOf(brief, state.context);
  const isNext = state.done.some((act) => act.act === brief.act);
  const rule = brief.aspect ? `<${polarity}${isNext ? '-next' : ''}>` : '<open>';
  const quotes = quotable(brief.evidence).filter(
    (evidence) => evidence.role !== 'community' && agrees(evidence, polarity),
  );
  const quoted = quotes.length > 0 && random.next() < 0.5 ? random.pick(quotes) : null;
  const tail = quoted ? ` <${quoted.role}-quote>` : '';
  const text = expand({ ...COMMON, ...DISCLOSE }, rule + tail, slotsFor(brief, state, quoted), style, random);
  return {
    text,
    polarity: brief.aspect ? polarity : brief.polarity,
    evidenceIds: brief.evidence.map((evidence) => evidence.evidenceId),
  };
}

function realiseHistory(brief: ActBrief, state: TurnState): RealisedAct {
  const { random, style } = state;
  const polarity = brief.polarity ?? polarityOf(brief, state.context);
  const quotes = quotable(brief.evidence).filter(
    (evidence) => evidence.role === 'history' && agrees(evidence, polarity),
  );
  const quoted = brief.aspect && quotes.length > 0 && random.next() < 0.75 ? random.pick(quotes) : null;
  const alternative = (brief.aspect ? `<${polarity}>` : '<open>') + (quoted ? ' <quote>' : '');
  const text = expand({ ...COMMON, ...REFER_HISTORY }, alternative, slotsFor(brief, state, quoted), style, random);
  return { text, polarity, evidenceIds: brief.evidence.map((evidence) => evidence.evidenceId) };
}

/** Where the plan leaves the polarity open: a goal is wished for, else the profile's sign, else none. */
function polarityOf(brief: ActBrief, context: AgentContext): Polarity {
  if (context.role !== 'user' || !brief.aspect) return 'neutral';
  const { aspectId } = brief.aspect;
  if (context.goals.some((goal) => goal.aspectId === aspectId)) return 'positive';
  const sentiment = context.preferences.find((preference) => preference.aspectId === aspectId)?.sentiment ?? 0;
  if (Math.abs(sentiment) < 0.1) return 'neutral';
  return sentiment > 0 ? 'positive' : 'negative';
}
