import { shortTitle } from '../../text/item-title.ts';
import type { AgentContext } from '../../simulation/agent-context.ts';
import { nounPhrase } from './noun-phrase.ts';

/** What both speakers have heard is in the words alone: quotes are not the speaker's own, nor are titles (in capitals). */
const QUOTATION = /["“][^"“”]*["”]/gu;
const MOST_WISHES = 3;

/** What a turn can take up from those before it. */
export interface SaidBefore {
  /** Aspects of the other's last turn. */
  readonly heard: readonly string[];
  /**
   * What the user has named so far and this stretch has good to tell of: to bring up anything else with a recommendation
   * would claim, by implication, that the item is good for it.
   */
  readonly wishes: readonly string[];
  readonly itemOnTable: string | null;
}

export function saidBefore(context: AgentContext): SaidBefore {
  return { heard: aspectsHeard(context), wishes: aspectsOfUser(context), itemOnTable: itemOnTable(context) };
}

/** The item whose title was spoken last, by anyone: the one talked about. */
function itemOnTable(context: AgentContext): string | null {
  const items = context.role === 'user' ? context.namedItems : context.candidates;
  const names = items.map((item) => item.name);
  const spoken = context.transcript.map((turn) => turn.text).join('\n');
  const places = items.map(({ itemId, name }) => ({ itemId, at: spoken.lastIndexOf(shortTitle(name, names)) }));
  const last = places.reduce((best, place) => (place.at > best.at ? place : best), { itemId: '', at: -1 });
  return last.at < 0 ? null : last.itemId;
}

/** Aspects that the other speaker named in the last turn, in the order of naming. */
function aspectsHeard(context: AgentContext): string[] {
  const last = context.transcript.at(-1);
  return last && last.speaker !== context.role ? aspectsNamed(last.text, context) : [];
}

function aspectsOfUser(context: AgentContext): string[] {
  const named = context.transcript.filter((turn) => turn.speaker === 'user');
  const praised = context.node.acts.filter(({ act, polarity }) => act === 'justify' && polarity === 'positive');
  const toTell = new Set(praised.flatMap(({ aspect }) => (aspect ? [nounPhrase(aspect.label).text] : [])));
  const wishes = named.flatMap((turn) => aspectsNamed(turn.text, context)).filter((label) => toTell.has(label));
  return [...new Set(wishes)].slice(0, MOST_WISHES);
}

function aspectsNamed(text: string, context: AgentContext): string[] {
  const own = text.replace(QUOTATION, ' ');
  return context.aspects
    .map(({ label }) => nounPhrase(label).text)
    .map((label) => ({ label, at: own.search(new RegExp(`\\b${escaped(label)}\\b`)) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ label }) => label);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** "the price", "the price and the strings", "the price, the strings and the sound". */
export function listed(labels: readonly string[]): string {
  const phrases = labels.map((label) => `the ${label}`);
  const last = phrases.at(-1) ?? '';
  return phrases.length > 1 ? `${phrases.slice(0, -1).join(', ')} and ${last}` : last;
}
