import type { DeclaredAct, Violation } from '../../simulation/dialog.ts';
import type { DialogReading, ReadTurn } from '../dialog-reading.ts';
import { violation } from '../violation.ts';
import { agreement, signWord } from './sign-agreement.ts';

/** What the user says that it likes or has been let down by agrees with its profile at t, or with what it came for. */
export function checkPreferences(reading: DialogReading): Violation[] {
  const sentiments = profileSentiments(reading);
  const goals = new Set(reading.plan.goals.map((goal) => goal.aspectId));
  return reading.turns
    .filter(({ turn }) => turn.speaker === 'user')
    .flatMap((read) => [
      ...read.turn.acts.flatMap((act) => [
        ...checkStated(act, read, reading, sentiments, goals),
        ...checkReference(act, read, reading),
      ]),
      ...checkUndeclared(read, reading, sentiments, goals),
    ]);
}

interface ProfileView {
  readonly sentiment: number;
  readonly evidenceCount: number;
}

function profileSentiments({ plan, base }: DialogReading): ReadonlyMap<number, ProfileView> {
  const { opinions } = base.userProfileAt(plan.userId, plan.timestampMs);
  return new Map(opinions.map((opinion) => [opinion.aspectId, opinion]));
}

function checkStated(
  act: DeclaredAct,
  { turn }: ReadTurn,
  reading: DialogReading,
  profile: ReadonlyMap<number, ProfileView>,
  goals: ReadonlySet<number>,
): Violation[] {
  const { aspectId, polarity } = act;
  if ((act.act !== 'disclose' && act.act !== 'answer') || aspectId === null || polarity === null) return [];
  if (polarity === 'positive' && goals.has(aspectId)) return [];
  const view = profile.get(aspectId);
  // Where the user has said nothing, its profile is the population's: no view of its own.
  const sentiment = view === undefined || view.evidenceCount === 0 ? 0 : view.sentiment;
  const verdict = agreement(polarity, sentiment);
  if (verdict === 'agrees' || (verdict === 'mixed' && !citesOpposite(act, reading))) return [];
  const expected = `a ${signWord(sentiment)} view of ${reading.aspectLabel(aspectId)}`;
  return [violation('behaviour/preference-polarity', turn.nodeId, turn.turnIndex, 'user', expected, polarity)];
}

/** A mixed profile may be put either way, but not against the very sentence that is cited. */
function citesOpposite(act: DeclaredAct, reading: DialogReading): boolean {
  const cited = act.evidenceIds.flatMap((id) => reading.evidence.get(id) ?? []);
  return (
    cited.length > 0 &&
    cited.every(({ sentiment }) => agreement(act.polarity ?? 'neutral', sentiment) === 'contradicts')
  );
}

/** An own past item, with the polarity of what the user once wrote of it. */
function checkReference(act: DeclaredAct, { turn }: ReadTurn, reading: DialogReading): Violation[] {
  if (act.act !== 'refer_history') return [];
  const found: Violation[] = [];
  const at = [turn.nodeId, turn.turnIndex, 'user'] as const;
  if (act.itemId !== null && !reading.plan.history.includes(act.itemId)) {
    found.push(violation('behaviour/history-item', ...at, 'an item that you reviewed before', 'another item'));
  }
  const cited = act.evidenceIds.flatMap((id) => reading.evidence.get(id) ?? []);
  if (cited.length === 0) {
    found.push(violation('behaviour/history-without-evidence', ...at, 'what you once wrote, cited', 'no evidence'));
  }
  const polarity = act.polarity;
  if (polarity !== null && cited.length > 0 && cited.every((e) => agreement(polarity, e.sentiment) === 'contradicts')) {
    const expected = `${signWord(cited[0]?.sentiment ?? 0)}, as you wrote then`;
    found.push(violation('behaviour/history-polarity', ...at, expected, polarity));
  }
  return found;
}

const PRIVATE_NODES: ReadonlySet<string> = new Set(['open', 'elicit', 'refer_history']);

/** Preferences in the words that were not declared are false only where they contradict the profile. */
function checkUndeclared(
  { turn, parsed }: ReadTurn,
  reading: DialogReading,
  profile: ReadonlyMap<number, ProfileView>,
  goals: ReadonlySet<number>,
): Violation[] {
  if (!PRIVATE_NODES.has(reading.nodes.get(turn.nodeId)?.kind ?? '')) return [];
  // What the turn declares on any aspect explains its opinion words; a reference to history speaks of an item.
  const declared = new Set(turn.acts.flatMap(({ aspectId }) => aspectId ?? []));
  return parsed.aspects.flatMap(({ aspectId, strength, leaning }) => {
    const view = profile.get(aspectId);
    if (strength !== 'label' || declared.has(aspectId) || view === undefined || view.evidenceCount === 0) return [];
    if (leaning !== 'positive' && leaning !== 'negative') return [];
    if (leaning === 'positive' && goals.has(aspectId)) return [];
    if (sharesClause(aspectId, declared, parsed) || agreement(leaning, view.sentiment) !== 'contradicts') return [];
    const expected = `a ${signWord(view.sentiment)} view of ${reading.aspectLabel(aspectId)}`;
    return [violation('behaviour/undeclared-preference', turn.nodeId, turn.turnIndex, 'user', expected, leaning)];
  });
}

/** Whether each clause that speaks of the aspect also speaks of a declared one: its opinion may be on that. */
export function sharesClause(aspectId: number, declared: ReadonlySet<number>, parsed: ReadTurn['parsed']): boolean {
  const mentions = parsed.aspectMentions.filter((mention) => mention.aspectId === aspectId);
  return mentions.every((mention) => {
    const clause = parsed.clauses.find(({ first, last }) => first <= mention.first && mention.first <= last);
    return parsed.aspectMentions.some(
      (other) =>
        declared.has(other.aspectId) &&
        clause !== undefined &&
        clause.first <= other.first &&
        other.first <= clause.last,
    );
  });
}
