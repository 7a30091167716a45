import type { DialogAct, Polarity, Speaker } from '../../planning/dialog-act.ts';

type Tasks = Readonly<Partial<Record<DialogAct, string | Readonly<Record<Polarity, string>>>>>;

/**
 * What each act asks of whoever performs it, as one short order: the planner and the checks read the acts the same way.
 * Fixed words, but for the label of the aspect, stripped to letters, digits and spaces: small models copy "this aspect" into
 * their message otherwise. Names and quotes stand in the data beside them alone.
 */
export const TASKS: Readonly<Record<Speaker, Tasks>> = {
  user: {
    greet: 'Greet the assistant in a few words. You are the customer: offer no help.',
    disclose: {
      positive: 'Say that you want the {aspect} to be good.',
      negative: 'Say that the {aspect} has let you down before.',
      neutral: 'Say that you have no strong view of the {aspect}.',
    },
    answer: {
      positive: 'Answer: you want the {aspect} to be good.',
      negative: 'Answer: the {aspect} has let you down before.',
      neutral: 'Answer: you have no strong view of the {aspect}.',
    },
    refer_history: {
      positive: 'Tell that you own this item, write its whole name, and that you like its {aspect}.',
      negative: 'Tell that you own this item, write its whole name, and that its {aspect} is bad.',
      neutral: 'Tell that you own this item, write its whole name, and that its {aspect} is neither good nor bad.',
    },
    inquire: 'Ask the assistant how the {aspect} of the item is. Ask only: do not judge it.',
    critique: 'Complain that the {aspect} of the item is bad.',
    reject: 'Say that you do not want this item.',
    accept: 'Say that you take this item.',
    close: 'Say goodbye.',
  },
  system: {
    greet: 'Greet the customer.',
    elicit: 'Ask the customer what matters to them about the {aspect}.',
    recommend: "Recommend this item. Write the item's whole name.",
    justify: {
      positive: 'Say that other customers praise the {aspect} of the item.',
      negative: 'Say that other customers complain about the {aspect} of the item.',
      neutral: 'Say that other customers are divided about the {aspect} of the item.',
    },
    answer: {
      positive: 'Answer that other customers praise the {aspect} of the item.',
      negative: 'Answer that other customers complain about the {aspect} of the item.',
      neutral: 'Answer that other customers are divided about the {aspect} of the item.',
    },
    compare: {
      positive: "Write this earlier item's whole name and say that other customers praise its {aspect}.",
      negative: "Write this earlier item's whole name and say that other customers complain about its {aspect}.",
      neutral: "Write this earlier item's whole name and say that other customers are divided about its {aspect}.",
    },
    close: 'Say goodbye.',
  },
};

/** Orders for acts that name no aspect. */
export const OPEN_TASKS = {
  elicit: 'Ask the customer openly what they want or have used before. Name no aspect and no item.',
  inquire: 'Ask the assistant about this item.',
} as const;

/** The order for one act; an act that the speaker's part does not hold is named as it is. */
export function taskOf(
  speaker: Speaker,
  { act, polarity, aspect }: { act: DialogAct; polarity: Polarity | null; aspect: string | null },
): string {
  if (aspect === null && (act === 'elicit' || act === 'inquire')) return OPEN_TASKS[act];
  const task = TASKS[speaker][act];
  if (task === undefined) return `Perform the act "${act}".`;
  const words = typeof task === 'string' ? task : task[polarity ?? 'neutral'];
  return words.replace('{aspect}', () => plainLabel(aspect ?? 'it'));
}

const MAX_LABEL = 40;

/** A label comes from data: nothing of it but words may stand among our orders. */
function plainLabel(label: string): string {
  const words = label.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join(' ').slice(0, MAX_LABEL);
}
