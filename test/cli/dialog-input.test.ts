import { describe, expect, it } from 'vitest';

import { parseDialogInput } from '../../cli/dialog-input.ts';

const TURNS = [
  { speaker: 'system', text: 'What do you like?' },
  { speaker: 'user', text: 'Strings.' },
];
const read = (text: string) => parseDialogInput(text, 'a.json');

describe('the dialog of a file', () => {
  it.each([
    ['a list of turns', JSON.stringify(TURNS)],
    ['turns, one a line', `${TURNS.map((turn) => JSON.stringify(turn)).join('\n\n')}\n`],
    ['an object with turns', JSON.stringify({ turns: TURNS })],
  ])('is %s', (_, text) => {
    expect(read(text)).toMatchObject({ dialogId: null, targetItemId: null, history: null, turns: TURNS });
  });

  it.each([
    [
      'as a run keeps it',
      {
        dialogId: 'd1',
        userId: 'u',
        targetItemId: 'i',
        timestampMs: 5,
        history: ['h'],
        turns: [{ ...TURNS[0], turnIndex: 0, nodeId: 'n', acts: [{ act: 'recommend', itemId: 'i' }] }],
      },
    ],
    [
      'as its dataset has it',
      {
        dialog_id: 'd1',
        user_id: 'u',
        target_item_id: 'i',
        timestamp: '1970-01-01 00:00:00.005',
        history: ['h'],
        turns: [{ ...TURNS[0], node_id: 'n', acts: [{ act: 'recommend', item_id: 'i' }] }],
      },
    ],
  ])('is one of a run, %s', (_, dialog) => {
    expect(read(JSON.stringify(dialog))).toMatchObject({
      dialogId: 'd1',
      userId: 'u',
      targetItemId: 'i',
      timestampMs: 5,
      history: ['h'],
      turns: [{ turnIndex: 0, nodeId: 'n', acts: [{ itemId: 'i' }] }],
    });
  });

  it.each([
    ['', /a\.json is empty/],
    ['  \n', /a\.json is empty/],
    ['{"turns": [', /a\.json is no JSON/],
    [`${JSON.stringify(TURNS[0])}\n{"speaker":`, /a\.json is neither JSON nor JSON lines: line 2/],
    ['[]', /holds neither turns/],
    [`{"timestamp": "soon", "turns": ${JSON.stringify(TURNS)}}`, /holds neither turns.*timestamp/],
    ['{"turns": []}', /holds neither turns/],
    ['[{"speaker": "nobody", "text": "a"}]', /holds neither turns.*speaker/],
    [`{"turns": ${JSON.stringify(TURNS)}}\n{"turns": ${JSON.stringify(TURNS)}}`, /holds 2 dialogs/],
    ['"text"', /holds neither turns/],
  ])('is refused by name: %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
