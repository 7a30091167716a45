import { describe, expect, it } from 'vitest';

import { checkFidelity, checkFidelityByMeaning } from '../../../core/fidelity/check-dialog.ts';
import { createUtteranceParser } from '../../../core/fidelity/parse-utterance.ts';
import { ownWords } from '../../../core/fidelity/second-reading.ts';
import { createCatalogueNames } from '../../../core/fidelity/words/catalogue-names.ts';
import { HONEST } from './dialogs/honest.ts';
import { WORLDS } from './plans.ts';
import { transcriptOf, transcriptOfTurns } from './script.ts';
import type { DeclaredAct } from '../../../core/simulation/dialog.ts';
import type { EntailmentModel } from '../../../core/text/entailment.ts';
import type { SentenceEncoder } from '../../../core/text/sentence-encoder.ts';

const { plan, base } = WORLDS.pedal;
const [lines = []] = HONEST.pedal;

/** The first honest dialog, with other words in one turn; what it declares stays. */
function saying(at: number, text: string) {
  const { turns } = transcriptOf(lines, plan);
  const changed = turns.map((turn, index) => (index === at ? { ...turn, text } : turn));
  return { plan, base, transcript: transcriptOfTurns(changed, plan) };
}
const checksOf = (input: ReturnType<typeof saying>) => checkFidelity(input).map(({ check }) => check);
const own = (at: number): string => lines[at]?.replace(/^n\d+ [SU]: /u, '') ?? '';

describe('words that are out of place', () => {
  it('are none in the dialog as it stands', () => {
    expect(checksOf(saying(0, own(0)))).toEqual([]);
  });

  it.each(['...', 'Um, anyway.', 'Let me think.', 'Hold on, where was I?'])('%s', (text) => {
    expect(checksOf(saying(1, text))).toContain('execution/empty-turn');
  });

  it('take back what the turn states', () => {
    const text = `${own(10)} Then again, the battery life is terrible.`;
    expect(checksOf(saying(10, text))).toContain('behaviour/claim-taken-back');
  });

  it('are not what is blamed, by its own act, beside what is praised', () => {
    const text = `${own(10)} Only, the tone is terrible for its battery life.`;
    const told = saying(10, text);
    expect(checksOf(told)).toContain('behaviour/claim-taken-back');
    const blame: DeclaredAct = { act: 'answer', aspectId: 0, polarity: 'negative', itemId: null, evidenceIds: [] };
    const turns = told.transcript.turns.map((turn, at) =>
      at === 10 ? { ...turn, acts: [...turn.acts, blame] } : turn,
    );
    expect(checksOf({ ...told, transcript: { ...told.transcript, turns } })).not.toContain(
      'behaviour/claim-taken-back',
    );
  });

  it('say the target’s brand before its turn, or its id, whoever says it', () => {
    expect(checksOf(saying(2, 'A Boss would be it. How much does build quality matter to you?'))).toContain(
      'behaviour/title-leak',
    );
  });

  it('tell of a time that is yet to come', () => {
    const text = `${own(10)} An owner wrote so in 1999.`;
    expect(checksOf(saying(10, text))).toContain('behaviour/later-review');
    expect(checksOf(saying(10, `${own(10)} An owner wrote so in 1969.`))).toEqual([]);
  });

  it('are another user’s, of an item that the user has', () => {
    const text = `${own(5)} It eats batteries for breakfast every morning, that tuner.`;
    expect(checksOf(saying(5, own(5)))).toEqual([]);
    expect(checksOf(saying(5, text))).toEqual([]);
    // Four content words and more of somebody else's sentence: too many for chance.
    const foreign = withReview('Drains batteries faster than any clip-on tuner should.', (altered) =>
      checkFidelity({
        ...saying(5, `${own(5)} And it drains batteries faster than a clip-on tuner should!`),
        base: altered,
      }),
    );
    expect(foreign.map(({ check }) => check)).toContain('behaviour/foreign-history');
  });
});

/** The world with one more review of the user's tuner, by somebody else. */
function withReview<T>(text: string, use: (altered: typeof base) => T): T {
  const [known] = base.itemReviewsBefore('H1', Infinity);
  if (known === undefined) throw new Error('nobody has reviewed the tuner');
  const review = { ...known, reviewId: 'extra', userId: 'stranger', timestampMs: 1 };
  return use({
    ...base,
    itemReviewsBefore: (itemId, t) => {
      const before = base.itemReviewsBefore(itemId, t);
      return itemId === 'H1' ? [review, ...before] : before;
    },
    sentencesOf: (reviewId) =>
      reviewId === 'extra'
        ? [{ reviewId, sentenceIndex: 0, text, aspects: [], sentiment: -0.5 }]
        : base.sentencesOf(reviewId),
  });
}

/** Texts that share a topic word point the same way: as much meaning as these tests need. */
const TOPICS = [
  /batter|plug/iu,
  /tone|sound/iu,
  /build|hous|case|tank/iu,
  /hum|hiss|noise/iu,
  /price|cheap/iu,
  /tun/iu,
];
const encoder: SentenceEncoder = {
  id: 'topics',
  dimension: TOPICS.length + 1,
  encode: (texts) =>
    Promise.resolve(
      Float32Array.from(
        texts.flatMap((text) => {
          const row = [...TOPICS.map((topic) => Number(topic.test(text))), 0];
          const length = Math.hypot(...row);
          return length === 0 ? [...row.slice(0, -1), 1] : row.map((value) => value / length);
        }),
      ),
    ),
};
const listener = { encoder, sentiment: null, entailment: null };
const PRAISE = `${own(8)} There is wonderfully little hiss about it.`;

describe('the second reading', () => {
  it('keeps what follows a quote of a whole sentence apart from what led up to it', () => {
    const catalogue = createCatalogueNames([], base.reviews);
    const parser = createUtteranceParser({ clusters: base.clusters, items: [], catalogue });
    expect(ownWords(parser.parse('One buyer put it so: "The tone is warm." Besides, it lasts.'))).toBe(
      'One buyer put it so: Besides, it lasts.',
    );
  });

  it('hears a question that names its aspect nowhere, as it is answered', async () => {
    const input = saying(9, 'Nice. And when would I have to plug it in?');
    expect(checksOf(input)).toEqual(['execution/act-not-said']);
    expect(await checkFidelityByMeaning(input, listener)).toEqual([]);
  });

  it('does not hear what is not there', async () => {
    const input = saying(9, 'Nice. And what about hiss?');
    expect((await checkFidelityByMeaning(input, listener)).map(({ check }) => check)).toContain(
      'execution/act-not-said',
    );
  });

  it('hears praise that nothing is cited for', async () => {
    expect((await checkFidelityByMeaning(saying(8, PRAISE), listener)).map(({ check }) => check)).toContain(
      'behaviour/ungrounded-claim',
    );
  });
});

describe('a listener whose sentiment was fitted on another encoder', () => {
  // As near to one sentence as to any other: cosines of it would find every clause on every aspect.
  const flat: SentenceEncoder = {
    id: 'flat',
    dimension: 1,
    encode: (sentences) => Promise.resolve(new Float32Array(sentences.length).fill(1)),
  };
  const heard = { ...listener, sentiment: { model: { weights: [0], bias: 0, scale: 1 }, encoder: flat } };

  it.each([
    ['lets the honest dialog pass', 0, own(0), []],
    ['hears praise that nothing is cited for', 8, PRAISE, ['behaviour/ungrounded-claim']],
  ])('%s', async (_, at, text, found) => {
    expect((await checkFidelityByMeaning(saying(at, text), heard)).map(({ check }) => check)).toEqual(found);
  });
});

/** Hears blame in words that have it, praise in those that have that, nothing in others. */
const entailment: EntailmentModel = {
  id: 'words',
  entails: (pairs) =>
    Promise.resolve(
      pairs.map(({ premise, hypothesis }) => {
        const word = hypothesis.endsWith('good.') ? 'croons' : 'curse';
        return premise.includes(word) ? 0.9 : 0.1;
      }),
    ),
};
const hearing = { ...listener, entailment };

describe('what an entailment model hears', () => {
  const checks = async (text: string, ear: typeof listener | typeof hearing) =>
    (await checkFidelityByMeaning(saying(1, text), ear)).map(({ check }) => check);

  it('convicts a wish turned round in words that no rule reads', async () => {
    const text = 'Hi. The tone makes me curse.';
    expect(await checks(text, listener)).toEqual([]);
    expect(await checks(text, hearing)).toContain('execution/act-not-said');
  });

  it('acquits praise that rules take for blame', async () => {
    const text = 'Hi. The tone is terrible in how it croons.';
    expect(await checks(text, listener)).toContain('execution/act-not-said');
    expect(await checks(text, hearing)).toEqual([]);
  });

  it('does not argue away that the user does not mind', async () => {
    const text = 'Hi. I do not mind either way about the tone, whether it croons or not.';
    expect(await checks(text, hearing)).toEqual(['execution/act-not-said']);
  });

  it('does not take a wish for what is there', async () => {
    expect(await checks('Hi. I want a tone that I never have to curse.', hearing)).toEqual([]);
  });
});
