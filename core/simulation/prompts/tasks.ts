import type { DialogAct, Polarity, Speaker } from '../../planning/dialog-act.ts';

type Tasks = Readonly<Partial<Record<DialogAct, string | Readonly<Record<Polarity, string>>>>>;

/**
 * What each act asks of whoever performs it, as one short order: the planner and the checks read the acts the same way.
 * Fixed words alone; labels, names and quotes stand in the data beside them.
 */
export const TASKS: Readonly<Record<Speaker, Tasks>> = {
  user: {
    greet: 'Greet the assistant.',
    disclose: {
      positive: 'Say that you want this aspect to be good.',
      negative: 'Say that this aspect has let you down before.',
      neutral: 'Say that you have no strong view of this aspect.',
    },
    answer: {
      positive: 'Answer: you want this aspect to be good.',
      negative: 'Answer: this aspect has let you down before.',
      neutral: 'Answer: you have no strong view of this aspect.',
    },
    refer_history: {
      positive: 'Tell that you own this item, by its name, and that you like this aspect of it.',
      negative: 'Tell that you own this item, by its name, and that this aspect of it is bad.',
      neutral: 'Tell that you own this item, by its name, and that this aspect of it is neither good nor bad.',
    },
    inquire: 'Ask the assistant how this aspect of the item is. Ask only: do not judge it.',
    critique: 'Complain that this aspect of the item is bad.',
    reject: 'Say that you do not want this item.',
    accept: 'Say that you take this item.',
    close: 'Say goodbye.',
  },
  system: {
    greet: 'Greet the customer.',
    elicit: 'Ask the customer what matters to them about this aspect.',
    recommend: 'Recommend this item by its name.',
    justify: {
      positive: 'Say that other customers praise this aspect of the item.',
      negative: 'Say that other customers complain about this aspect of the item.',
      neutral: 'Say that other customers are divided about this aspect of the item.',
    },
    answer: {
      positive: 'Answer that other customers praise this aspect of the item.',
      negative: 'Answer that other customers complain about this aspect of the item.',
      neutral: 'Answer that other customers are divided about this aspect of the item.',
    },
    compare: {
      positive: 'Name this earlier item and say that other customers praise this aspect of it.',
      negative: 'Name this earlier item and say that other customers complain about this aspect of it.',
      neutral: 'Name this earlier item and say that other customers are divided about this aspect of it.',
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
  { act, polarity, hasAspect }: { act: DialogAct; polarity: Polarity | null; hasAspect: boolean },
): string {
  if (!hasAspect && (act === 'elicit' || act === 'inquire')) return OPEN_TASKS[act];
  const task = TASKS[speaker][act];
  if (task === undefined) return `Perform the act "${act}".`;
  return typeof task === 'string' ? task : task[polarity ?? 'neutral'];
}
