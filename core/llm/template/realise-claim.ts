import type { Polarity } from '../../planning/dialog-act.ts';
import type { ActBrief, EvidenceBrief } from '../../simulation/agent-context.ts';
import { agrees, signOf } from './evidence-sign.ts';
import { expand } from './expand.ts';
import { CLAIM } from './grammar/claim.ts';
import { COMMON } from './grammar/common.ts';
import { COMPARE } from './grammar/compare.ts';
import { quotable, slotsFor, type TurnState } from './realisation.ts';

/** Sentences from which "reviewers on the whole" may be said; below, it is one reviewer who says so. */
const MIN_COMMUNITY_SENTENCES = 3;

interface Claim {
  readonly text: string;
  readonly polarity: Polarity;
  readonly evidenceIds: readonly string[];
}

/** What the community says of the item on the aspect: one reviewer's word, or the whole's where enough have spoken. */
export function realiseClaim(brief: ActBrief, state: TurnState): Claim {
  const { random, style } = state;
  const polarity = brief.polarity ?? signOf(meanSentiment(brief.evidence));
  const fitting = quotable(brief.evidence).filter((evidence) => agrees(evidence, polarity));
  const quoted = fitting.length > 0 && random.next() < 0.7 ? random.pick(fitting) : null;
  const wholeSays = communityAgrees(brief, state, polarity) && random.next() < 0.6;
  const claim = `<${wholeSays ? 'all' : 'one'}-${polarity}>`;
  const quote = quoted ? `<${wholeSays ? 'example' : 'quoted'}>` : '';
  const alternative = `${connective(polarity, state)} ${claim} ${quote}`;
  return {
    text: expand({ ...COMMON, ...CLAIM }, alternative, slotsFor(brief, state, quoted), style, random),
    polarity,
    evidenceIds: cited(brief, quoted, polarity),
  };
}

export function realiseCompare(brief: ActBrief, state: TurnState): Claim {
  const { random, style } = state;
  const polarity = brief.polarity ?? signOf(meanSentiment(brief.evidence));
  const fitting = quotable(brief.evidence).filter((evidence) => agrees(evidence, polarity));
  const quoted = fitting.length > 0 && random.next() < 0.5 ? random.pick(fitting) : null;
  const alternative = `<${polarity}>${quoted ? ' <quoted>' : ''}`;
  return {
    text: expand({ ...COMMON, ...CLAIM, ...COMPARE }, alternative, slotsFor(brief, state, quoted), style, random),
    polarity,
    evidenceIds: cited(brief, quoted, polarity),
  };
}

/** "Also" after a claim of the same kind, "that said" after one of the other, candour before bad news. */
function connective(polarity: Polarity, { done, random }: TurnState): string {
  const last = done.findLast((act) => act.act === 'justify' || act.act === 'answer');
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
