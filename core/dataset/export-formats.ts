import type { DialogRecord } from '../simulation/dialog.ts';

/**
 * One dialog as a ReDial line (Li et al., 2018), as CRSLab reads it: messages by worker id, item mentions as "@id", and
 * the seeker's answers on each item (suggested, liked). "movieMentions" keeps its name there, whatever the items are.
 */
export function redialLine(dialog: DialogRecord, names: ReadonlyMap<string, string>): Record<string, unknown> {
  const mentioned = [...dialog.rejectedItemIds, dialog.targetItemId];
  // ReDial's ids are numbers: the place among this dialog's items stands for them, and the source's id beside.
  const idOf = new Map(mentioned.map((itemId, index) => [itemId, String(index + 1)]));
  const answers = Object.fromEntries(
    mentioned.map((itemId) => [
      idOf.get(itemId) ?? '',
      { suggested: 1, seen: 0, liked: itemId === dialog.targetItemId ? 1 : 0 },
    ]),
  );
  return {
    conversationId: dialog.dialogId,
    initiatorWorkerId: 0,
    respondentWorkerId: 1,
    messages: dialog.turns.map((turn) => {
      const items = new Set(turn.acts.flatMap(({ itemId }) => (itemId === null ? [] : (idOf.get(itemId) ?? []))));
      return {
        messageId: turn.turnIndex,
        senderWorkerId: turn.speaker === 'user' ? 0 : 1,
        text: `${turn.text}${[...items].map((id) => ` @${id}`).join('')}`,
      };
    }),
    movieMentions: Object.fromEntries(mentioned.map((itemId) => [idOf.get(itemId) ?? '', names.get(itemId) ?? itemId])),
    itemIds: Object.fromEntries(mentioned.map((itemId) => [idOf.get(itemId) ?? '', itemId])),
    initiatorQuestions: answers,
    respondentQuestions: answers,
  };
}

/** One dialog as chat messages for fine-tuning: the user asks, the assistant recommends. */
export function chatLine(dialog: DialogRecord): Record<string, unknown> {
  return {
    dialog_id: dialog.dialogId,
    target_item_id: dialog.targetItemId,
    messages: dialog.turns.map(({ speaker, text }) => ({
      role: speaker === 'user' ? 'user' : 'assistant',
      content: text,
    })),
  };
}
