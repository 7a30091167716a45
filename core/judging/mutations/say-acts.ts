import type { NodeKind } from '../../planning/dialog-plan.ts';
import type { Speaker } from '../../planning/dialog-act.ts';
import type { Random } from '../../random.ts';
import type { DeclaredAct, Turn } from '../../simulation/dialog.ts';
import { ANSWER_AGAINST, ANSWER_FOR, CLAIM_AGAINST, CLAIM_FOR, CLAIM_QUOTED } from './bank/claims.ts';
import { fillForm, type Slots } from './fill-form.ts';
import { spokenName } from './item-names.ts';
import type { AcceptedDialog, Mutating, MutationSources } from './mutation.ts';
import * as system from './paraphrases/system.ts';
import * as user from './paraphrases/user.ts';
import { isQuotable, labelOf } from './review-facts.ts';

export interface Saying {
  readonly dialog: AcceptedDialog;
  readonly base: MutationSources['base'];
  readonly random: Random;
  /** Forms that were used: a person who says a thing twice says it differently. */
  readonly used: Set<string>;
}

export const sayingOf = ({ plan, transcript, base, random }: Mutating): Saying => ({
  dialog: { plan, transcript },
  base,
  random,
  used: new Set(),
});

/** The turn's acts said honestly in other words, in their order; `instead` replaces single acts by their place. */
export function sayTurn(turn: Turn, saying: Saying, instead: ReadonlyMap<number, string> = new Map()): string | null {
  const kind = saying.dialog.transcript.visited.find(({ nodeId }) => nodeId === turn.nodeId)?.kind ?? 'open';
  const parts: string[] = [];
  for (const [place, act] of turn.acts.entries()) {
    const said = instead.get(place) ?? sayAct(act, turn.speaker, kind, saying);
    if (said === null) return null;
    parts.push(said);
  }
  return parts.length > 0 ? parts.join(' ') : null;
}

export function sayAct(act: DeclaredAct, speaker: Speaker, kind: NodeKind, saying: Saying): string | null {
  const { base, random, used } = saying;
  const slots: Slots = {
    ...(act.aspectId === null ? {} : { a: labelOf(base, act.aspectId) }),
    ...(act.itemId === null ? {} : { item: spokenName(base, act.itemId, random) }),
    ...quoteFor(act, saying),
  };
  const fitting = (formsOf(act, speaker, kind, slots) ?? []).filter((form) => fits(form, slots));
  const fresh = fitting.filter((form) => !used.has(form));
  const forms = fresh.length > 0 ? fresh : fitting;
  if (forms.length === 0) return null;
  const form = random.pick(forms);
  used.add(form);
  return fillForm(form, slots);
}

const SLOTS = /\{(a|item|quote|other)\}/g;

const fits = (form: string, slots: Slots): boolean =>
  [...form.matchAll(SLOTS)].every(([, slot]) => slot !== undefined && Object.hasOwn(slots, slot));

function formsOf(act: DeclaredAct, speaker: Speaker, kind: NodeKind, slots: Slots): readonly string[] | null {
  const bySide = (positive: readonly string[], negative: readonly string[]): readonly string[] | null => {
    if (act.polarity === null || act.polarity === 'neutral') return null;
    return act.polarity === 'positive' ? positive : negative;
  };
  switch (act.act) {
    case 'greet':
      return speaker === 'user' ? user.USER_GREET : system.SYSTEM_GREET;
    case 'elicit':
      if (act.aspectId !== null) return system.ELICIT_ASPECT;
      return kind === 'refer_history' ? system.ELICIT_HISTORY : system.ELICIT_OPEN;
    case 'disclose':
      return bySide(user.DISCLOSE_FOR, user.DISCLOSE_AGAINST);
    case 'refer_history':
      return bySide(user.REFER_FOR, user.REFER_AGAINST);
    case 'inquire':
      if (act.aspectId === null) return user.INQUIRE_OPEN;
      return kind === 'compare' ? user.INQUIRE_COMPARED : user.INQUIRE_ASPECT;
    case 'answer':
      return bySide(ANSWER_FOR, ANSWER_AGAINST);
    case 'justify':
      return bySide([...CLAIM_FOR, ...CLAIM_QUOTED], [...CLAIM_AGAINST, ...CLAIM_QUOTED]);
    case 'recommend':
      return system.RECOMMEND;
    case 'compare':
      return bySide([], system.COMPARE_AGAINST);
    case 'critique':
      return bySide([], user.CRITIQUE);
    case 'reject':
      return user.REJECT;
    case 'accept':
      return slots.item === undefined ? user.ACCEPT.filter((form) => !form.includes('{item}')) : user.ACCEPT;
    case 'close':
      return speaker === 'user' ? user.USER_CLOSE : system.SYSTEM_CLOSE;
  }
}

/** One of the sentences that the act cites, where it can be said in one breath. */
function quoteFor({ evidenceIds }: DeclaredAct, { dialog, random }: Saying): Slots {
  const cited = dialog.plan.evidence.filter(
    ({ evidenceId, quote, role }) => role === 'community' && evidenceIds.includes(evidenceId) && isQuotable(quote),
  );
  return cited.length > 0 ? { quote: random.pick(cited).quote } : {};
}
