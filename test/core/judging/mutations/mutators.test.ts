import { describe, expect, it } from 'vitest';

import { BLANK, CONTENT_FREE } from '../../../../core/judging/mutations/bank/fillers.ts';
import { makeMutants, type MadeMutant } from '../../../../core/judging/mutations/make-mutants.ts';
import type { AcceptedDialog } from '../../../../core/judging/mutations/mutation.ts';
import { MUTATORS, type MutationKind } from '../../../../core/judging/mutations/registry.ts';
import { handPlan } from '../../planning/hand-plan.ts';
import { accepted, another, beforeTheDialogs, NAMES, world } from './accepted.ts';

const KINDS = Object.keys(MUTATORS) as MutationKind[]; // its keys by definition

const base = world();
const dialogs = [accepted(base), another(base)];

const made = (kind: MutationKind, of: readonly AcceptedDialog[] = dialogs, from = base): MadeMutant[] =>
  makeMutants(kind, of, from, { count: 60, seed: 3 });

const textsOf = ({ transcript }: { transcript: AcceptedDialog['transcript'] }): string[] =>
  transcript.turns.map(({ text }) => text);

describe.each(KINDS)('%s', (kind) => {
  it('applies to a dialog that has all acts, changes it, and numbers the turns', () => {
    const mutants = made(kind);
    expect(mutants.length).toBeGreaterThan(5);
    for (const { dialog, mutant } of mutants) {
      expect(mutant.transcript).not.toEqual(dialog.transcript);
      expect(mutant.transcript.turns.map(({ turnIndex }) => turnIndex)).toEqual([...mutant.transcript.turns.keys()]);
      expect(mutant.at.length).toBeGreaterThan(0);
      for (const at of mutant.at) expect(mutant.transcript.turns[at]).toBeDefined();
    }
  });

  it('gives the same mutants for the same seed and others for another', () => {
    expect(made(kind)).toEqual(made(kind));
    expect(makeMutants(kind, dialogs, base, { count: 60, seed: 4 })).not.toEqual(made(kind));
  });

  it('leaves the dialog that it is made from as it was', () => {
    const before = JSON.stringify(dialogs);
    made(kind);
    expect(JSON.stringify(dialogs)).toBe(before);
  });
});

describe('what each kind breaks', () => {
  it('swaps in a name that the plan does not have, or accepts what was rejected', () => {
    for (const { mutant } of made('swap-item')) {
      const changed = mutant.at.map((at) => mutant.transcript.turns[at]?.text ?? '').join(' ');
      const wanted = mutant.variant === 'a rejected one accepted' ? /Kelbro/ : /Zephyra|Quorin|Ossian/;
      expect(changed, mutant.variant).toMatch(wanted);
    }
  });

  it('names the target before it is recommended', () => {
    for (const { mutant } of made('name-early')) {
      const { turns } = mutant.transcript;
      const recommended = turns.findIndex(({ acts }) =>
        acts.some((a) => a.act === 'recommend' && a.itemId === 'target'),
      );
      const early = turns.slice(0, recommended).map(({ text }) => text.toLowerCase());
      expect(early.some((text) => text.includes('arvolt meridian') || /\btarget\b/.test(text))).toBe(true);
    }
  });

  it('leaves nothing of a mandatory node, and never takes the optional one', () => {
    for (const { dialog, mutant } of made('drop-node')) {
      const kept = new Set(textsOf(mutant));
      const lost = dialog.transcript.turns.filter(({ text }) => !kept.has(text));
      expect(new Set(lost.map(({ nodeId }) => nodeId)).size).toBe(1);
      expect(lost[0]?.nodeId).not.toBe('n3');
    }
  });

  it('never exchanges siblings', () => {
    for (const { mutant } of made('reorder-nodes')) {
      if (mutant.variant !== 'visited in the other order') continue;
      const place = (id: string): number => mutant.transcript.visited.findIndex(({ nodeId }) => nodeId === id);
      const broken = handPlan().edges.filter(([before, after]) => place(before) > place(after) && place(after) >= 0);
      expect(broken).not.toEqual([]);
    }
  });

  it('has one speaker twice in a row', () => {
    for (const { mutant } of made('speak-twice')) {
      const speakers = mutant.transcript.turns.map(({ speaker }) => speaker);
      expect(speakers.some((speaker, place) => speaker === speakers[place + 1])).toBe(true);
    }
  });

  it('ends without acceptance and farewell both', () => {
    for (const { dialog, mutant } of made('stop-early')) {
      const acts = mutant.transcript.turns.flatMap((turn) => turn.acts.map(({ act }) => act));
      const whole = acts.includes('accept') && acts.filter((act) => act === 'close').length === 2;
      expect(whole && mutant.variant !== 'the user leaves').toBe(false);
      expect(mutant.transcript.turns.length).toBeLessThan(dialog.transcript.turns.length);
    }
  });

  it('empties a turn', () => {
    for (const { mutant } of made('empty-turns')) {
      const [at = -1] = mutant.at;
      expect([...BLANK, ...CONTENT_FREE]).toContain(mutant.transcript.turns[at]?.text);
    }
  });

  it('keeps the declarations where only words change, and the words where only declarations do', () => {
    for (const kind of ['flip-preference', 'contradict-trajectory', 'undeclared-words', 'other-history'] as const) {
      for (const { dialog, mutant } of made(kind)) {
        const declared = (of: AcceptedDialog['transcript']) => of.turns.map(({ acts }) => acts);
        expect(declared(mutant.transcript), kind).toEqual(declared(dialog.transcript));
        expect(textsOf(mutant), kind).not.toEqual(textsOf(dialog));
      }
    }
    for (const { dialog, mutant } of made('undeclared-acts')) expect(textsOf(mutant)).toEqual(textsOf(dialog));
  });

  it('quotes what stands in no review of before', () => {
    const known = beforeTheDialogs();
    for (const kind of ['invented-quotation', 'cite-later'] as const) {
      for (const { mutant, dialog } of made(kind)) {
        const [at = -1] = mutant.at;
        const quoted = /"([^"]+)"/g;
        const before = dialog.transcript.turns[at]?.text ?? '';
        const fresh = [...(mutant.transcript.turns[at]?.text ?? '').matchAll(quoted)].filter(
          ([whole]) => !before.includes(whole),
        );
        if (mutant.variant === 'of another item') continue;
        for (const [, quote = ''] of fresh) {
          const cited = dialog.plan.evidence.some((evidence) => evidence.quote === quote);
          expect(
            cited ||
              !known.reviews
                .map(({ text }) => text)
                .join(' ')
                .includes(quote),
            quote,
          ).toBe(true);
        }
      }
    }
  });

  it("tells of another user's past", () => {
    const named = made('other-history').filter(({ mutant }) => mutant.variant !== "another user's words as the own");
    for (const { dialog, mutant } of named) {
      const [at = -1] = mutant.at;
      const foreign = dialog.plan.userId === 'u1' ? NAMES.lamp : NAMES.old;
      expect(mutant.transcript.turns[at]?.text).toContain(foreign);
    }
  });
});

describe('where a mutated dialog could still be honest, none is made', () => {
  it('flips nothing where the past says both', () => {
    const both = world([
      { user: 'u1', item: 'old', days: -90, says: [[0, 0.8, 'I enjoyed the warm sound of this one very much.']] },
      { user: 'u1', item: 'old', days: -70, says: [[0, -0.9, 'By now the sound has become an utter misery.']] },
    ]);
    const flipped = made('flip-preference', [accepted(both)], both);
    expect(flipped.length).toBeGreaterThan(0);
    for (const { mutant } of flipped) {
      const [at = -1] = mutant.at;
      expect(mutant.transcript.turns[at]?.acts.some(({ act }) => act === 'refer_history')).toBe(false);
    }
  });

  it('contradicts nobody where the community is of two minds', () => {
    const divided = world([
      { user: 'u3', item: 'target', days: -60, says: [[0, 0.9, 'The sound fills the whole of our little kitchen.']] },
      { user: 'u4', item: 'target', days: -50, says: [[0, -0.2, 'I thought the sound a bit thin for my ears.']] },
      { user: 'u3', item: 'bad', days: -40, says: [[1, -0.8, 'Its build gave out after one week of travel.']] },
      { user: 'u4', item: 'bad', days: -39, says: [[1, 0.8, 'The build of mine is as solid as they come.']] },
    ]);
    expect(made('contradict-trajectory', [accepted(divided)], divided)).toEqual([]);
  });

  it('quotes nothing later where nothing was written later', () => {
    const known = beforeTheDialogs();
    const cited = made('cite-later', [accepted(known)], known).map(({ mutant }) => mutant.variant);
    expect(new Set(cited)).toEqual(new Set(['a remark with a later date']));
  });

  it('claims only what no review of before has a word on', () => {
    for (const { mutant } of made('claim-unfounded')) {
      const [at = -1] = mutant.at;
      const turn = mutant.transcript.turns[at];
      const about = turn?.acts.find(({ act }) => ['recommend', 'justify', 'answer'].includes(act))?.itemId;
      const unheard = about === 'bad' ? /sound|price|strap/i : /build|strap/i;
      expect(turn?.text, mutant.variant).toMatch(unheard);
    }
  });

  it('borrows no past where every other user is this one', () => {
    const alone = made('other-history', [accepted(base)]);
    expect(new Set(alone.map(({ mutant }) => mutant.variant))).toEqual(new Set(["another user's words as the own"]));
  });
});
