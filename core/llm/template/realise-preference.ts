import type { Polarity } from '../../planning/dialog-act.ts';
import type { ActBrief, AgentContext, EvidenceBrief } from '../../simulation/agent-context.ts';
import { agrees } from './evidence-sign.ts';
import { expand } from './expand.ts';
import { DISCLOSE } from './grammar/disclose.ts';
import { DISLIKE } from './grammar/dislike.ts';
import type { Grammar } from './grammar/grammar.ts';
import { QUOTING } from './grammar/quoting.ts';
import { REFER_HISTORY } from './grammar/refer-history.ts';
import { nounPhrase } from './noun-phrase.ts';
import type { RealisedAct } from './realise-act.ts';
import { quotable, slotsFor, type TurnState, voiceFor } from './realisation.ts';
import { isRefused } from './refusals.ts';

/** How often own words are quoted where there are any. */
const QUOTE_SHARE = { wish: 0.45, past: 0.7 } as const;

const PREFERENCES: Grammar = { ...DISCLOSE, ...DISLIKE, ...QUOTING };

/** A preference of the user's own, or what it answers when asked. */
export function realiseDisclosure(brief: ActBrief, state: TurnState): RealisedAct {
  const polarity = brief.polarity ?? polarityOf(brief, state.context);
  const evidence = brief.evidence.filter(({ role }) => role !== 'community');
  const quoted = chooseQuote(brief, evidence, polarity, QUOTE_SHARE.wish, state);
  const rule = brief.aspect ? `<${ruleOf(brief, polarity, state)}>` : '<open>';
  const tail = quoted ? ` <${quoted.role}-quote>` : '';
  const voice = voiceFor(brief, state, isAsked(brief, state) ? ['echo'] : []);
  return {
    text: expand(PREFERENCES, rule + tail, slotsFor(brief, state, quoted), voice),
    polarity: brief.aspect ? polarity : brief.polarity,
    evidenceIds: brief.evidence.map(({ evidenceId }) => evidenceId),
  };
}

/** Nobody says to have been let down who has no review that says so: then one is only wary. */
function ruleOf(brief: ActBrief, polarity: Polarity, { done }: TurnState): string {
  const stance = polarity === 'negative' && brief.evidence.length === 0 ? 'wary' : polarity;
  return done.some((act) => act.act === brief.act) ? `${stance}-next` : stance;
}

/** The other has just asked for this very aspect. */
function isAsked({ aspect }: ActBrief, { before, done, context }: TurnState): boolean {
  const question = context.transcript.at(-1)?.text.includes('?') ?? false;
  const isFirst = done.every(({ act }) => act === 'greet');
  return question && isFirst && aspect !== null && before.heard.includes(nounPhrase(aspect.label).text);
}

export function realiseHistory(brief: ActBrief, state: TurnState): RealisedAct {
  const polarity = brief.polarity ?? polarityOf(brief, state.context);
  const evidence = brief.evidence.filter(({ role }) => role === 'history');
  const quoted = brief.aspect ? chooseQuote(brief, evidence, polarity, QUOTE_SHARE.past, state) : null;
  const alternative = (brief.aspect ? `<${polarity}>` : '<open>') + (quoted ? ' <own-quote>' : '');
  return {
    text: expand(REFER_HISTORY, alternative, slotsFor(brief, state, quoted), voiceFor(brief, state)),
    polarity,
    evidenceIds: brief.evidence.map(({ evidenceId }) => evidenceId),
  };
}

/** What was refused before is said without a quote. */
function chooseQuote(
  brief: ActBrief,
  evidence: readonly EvidenceBrief[],
  polarity: Polarity,
  share: number,
  { random, context }: TurnState,
): EvidenceBrief | null {
  const quotes = quotable(evidence).filter((candidate) => agrees(candidate, polarity));
  if (quotes.length === 0 || isRefused(brief, context) || random.next() >= share) return null;
  return random.pick(quotes);
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
