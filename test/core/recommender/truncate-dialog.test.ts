import { describe, expect, it } from 'vitest';

import { truncateDialog } from '../../../core/recommender/truncate-dialog.ts';
import { acts, turn } from './dialog-fixtures.ts';

const NAME = 'Cable Matters 2-Pack Gold Plated XLR';
const before = [
  turn(0, 'system', 'n1', 'Hello, what are you after?'),
  turn(1, 'user', 'n1', 'Something with a solid build.'),
  turn(2, 'system', 'n2', 'Then try the Planet Waves cable.', acts('recommend', 'other')),
  turn(3, 'user', 'n3', 'No, that one crackles.', acts('reject', 'other')),
];
const cut = (...later: ReturnType<typeof turn>[]) =>
  truncateDialog({ turns: [...before, ...later], targetItemId: 'target' }, NAME).map(({ turnIndex }) => turnIndex);

describe('truncateDialog', () => {
  it('ends before the turn that recommends the target', () => {
    expect(cut(turn(4, 'system', 'n4', 'Have a look at this.', acts('recommend', 'target')))).toEqual([0, 1, 2, 3]);
  });

  it('ends before words that name the target, declared or not, in any case and punctuation', () => {
    expect(cut(turn(4, 'system', 'n4', 'Perhaps CABLE MATTERS (2 Pack) then?'))).toEqual([0, 1, 2, 3]);
  });

  it('ends before an act that describes the target without its name', () => {
    expect(cut(turn(4, 'system', 'n4', 'People praise its jacks.', acts('justify', 'target')))).toEqual([0, 1, 2, 3]);
  });

  it('ends before the first turn of the node that recommends the target', () => {
    const lead = turn(4, 'system', 'n4', 'I know just the one, gold plated it is.');
    const reply = turn(5, 'user', 'n4', 'Tell me.');
    expect(cut(lead, reply, turn(6, 'system', 'n4', 'It is this.', acts('recommend', 'target')))).toEqual([0, 1, 2, 3]);
  });

  it('is not fooled by the order in which turns are stored', () => {
    const shuffled = [turn(4, 'system', 'n4', 'This.', acts('recommend', 'target')), ...before].reverse();
    const kept = truncateDialog({ turns: shuffled, targetItemId: 'target' }, NAME);
    expect(kept.map(({ turnIndex }) => turnIndex)).toEqual([0, 1, 2, 3]);
  });

  it('keeps a dialog that never comes to the target, and parts of other words are no name', () => {
    expect(truncateDialog({ turns: before, targetItemId: 'target' }, 'ild')).toHaveLength(4);
  });
});
