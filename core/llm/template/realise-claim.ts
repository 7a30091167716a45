import type { Polarity } from '../../planning/dialog-act.ts';
import type { ActBrief, EvidenceBrief } from '../../simulation/agent-context.ts';
import { agrees, signOf } from './evidence-sign.ts';
import { expand } from './expand.ts';
import { CLAIM } from './grammar/claim.ts';
import { COMPARE } from './grammar/compare.ts';
import { isInHand, quotable, slotsFor, type TurnState, voiceFor } from './realisation.ts';
import { isRefused } from './refusals.ts';

/** Sentences from which "reviewers on the whole" may be said; below, it is one reviewer who says so. */
const MIN_COMMUNITY_SENTENCES = 3;
/** How often a claim quotes, speaks of the whole, and gives its number of sentences, where it can. */
const SHARE = { quote: 0.65, whole: 0.6, counted: 0.25, comparisonQuote: 0.5, joined: 0.4 } as const;

interface Claim {
  readonly text: string;
  readonly polarity: Polarity;
  readonly evidenceIds: readonly string[];
}

/** What the community says of the item on the aspect: one reviewer's word, or the whole's where enough have spoken. */
export function realiseClaim(brief: ActBrief, state: TurnState): Claim {
  const polarity = brief.polarity ?? signOf(meanSentiment(brief.evidence));
  const quoted = chooseQuote(brief, polarity, SHARE.quote, state);
  const scope = scopeOf(brief, polarity, state);
  const quote = quoted ? `<${scope === 'one' ? 'quoted' : 'example'}>` : '';
  const alternative = `${connective(brief, polarity, state)} <${scope}-${polarity}> ${quote}`;
  return {
    text: expand(CLAIM, alternative, slotsFor(brief, named(brief, state), quoted), voiceFor(brief, state)),
    polarity,
    evidenceIds: cited(brief, quoted, polarity),
  };
}

/** With another recommendation to follow, the item is the one just complained about, and may share a sentence with it. */
export function realiseCompare(brief: ActBrief, state: TurnState): Claim {
  const polarity = brief.polarity ?? signOf(meanSentiment(brief.evidence));
  const isTabled = state.context.node.acts.some(({ act }) => act === 'recommend');
  const isJoined = isTabled && polarity === 'negative' && state.random.next() < SHARE.joined;
  const occasion = isJoined && !isRefused(brief, state.context) ? 'joined' : 'tabled';
  const quoted = occasion === 'joined' ? null : chooseQuote(brief, polarity, SHARE.comparisonQuote, state);
  const alternative = `<${polarity}>${quoted ? ' <quoted>' : ''}`;
  const voice = voiceFor(brief, state, isTabled ? [occasion] : []);
  return {
    text: expand(COMPARE, alternative, slotsFor(brief, state, quoted), voice),
    polarity,
    evidenceIds: cited(brief, quoted, polarity),
  };
}

/** What was refused before names its item. */
function named(brief: ActBrief, state: TurnState): TurnState {
  const said = state.done.some(({ item }) => item !== null && item.itemId === brief.item?.itemId);
  return isRefused(brief, state.context) && !(said && isInHand(brief, state)) ? { ...state, lastItemId: null } : state;
}

function chooseQuote(
  brief: ActBrief,
  polarity: Polarity,
  share: number,
  { random, context }: TurnState,
): EvidenceBrief | null {
  const fitting = quotable(brief.evidence).filter((evidence) => agrees(evidence, polarity));
  if (fitting.length === 0 || isRefused(brief, context) || random.next() >= share) return null;
  return random.pick(fitting);
}

function scopeOf(brief: ActBrief, polarity: Polarity, state: TurnState): 'one' | 'all' | 'counted' {
  if (!communityAgrees(brief, state, polarity) || state.random.next() >= SHARE.whole) return 'one';
  return isRefused(brief, state.context) || state.random.next() >= SHARE.counted ? 'all' : 'counted';
}

/** "By contrast" after a comparison, "also" after a claim of the same kind, "that said" after one of the other, candour before bad news. */
function connective({ aspect }: ActBrief, polarity: Polarity, { done, random }: TurnState): string {
  const last = done.findLast((act) => act.act === 'justify' || act.act === 'answer');
  const compared = done.find((act) => act.act === 'compare');
  if (!last && compared && compared.aspect?.aspectId === aspect?.aspectId && compared.polarity !== polarity)
    return '<contrast>';
  if (last) return last.polarity === polarity ? '<more>' : '<but>';
  return polarity === 'negative' && random.next() < 0.6 ? '<honest>' : '';
}

/** The quoted sentence alone where there is a quote, else all that agrees with the claim. */
function cited(brief: ActBrief, quoted: EvidenceBrief | null, polarity: Polarity): string[] {
  if (quoted) return [quoted.evidenceId];
  const agreeing = brief.evidence.filter((evidence) => agrees(evidence, polarity));
  return (agreeing.length > 0 ? agreeing : brief.evidence).map((evidence) => evidence.evidenceId);
}

function communityAgrees(brief: ActBrief, { context }: TurnState, polarity: Polarity): boolean {
  if (context.role !== 'system') return false;
  const opinion = context.candidates
    .find((candidate) => candidate.itemId === brief.item?.itemId)
    ?.community.find((known) => known.aspectId === brief.aspect?.aspectId);
  return (
    opinion !== undefined && opinion.evidenceCount >= MIN_COMMUNITY_SENTENCES && signOf(opinion.sentiment) === polarity
  );
}

function meanSentiment(evidence: readonly EvidenceBrief[]): number {
  return evidence.reduce((sum, { sentiment }) => sum + sentiment, 0) / Math.max(1, evidence.length);
}
