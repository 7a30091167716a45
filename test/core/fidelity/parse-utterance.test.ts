import { describe, expect, it } from 'vitest';

import { createUtteranceParser } from '../../../core/fidelity/parse-utterance.ts';
import { createCatalogueNames } from '../../../core/fidelity/words/catalogue-names.ts';
import { WORLDS } from './plans.ts';

const { base } = WORLDS.pedal;
const items = [...base.items.values()].map(({ itemId, name }) => ({ itemId, name }));
const catalogue = createCatalogueNames(items, base.reviews);
const parser = createUtteranceParser({ clusters: base.clusters, items, catalogue });
const SOUND = 0;
const BUILD = 1;
const PRICE = 3;

function leaning(text: string, aspectId: number): string | undefined {
  return parser.parse(text).aspects.find((aspect) => aspect.aspectId === aspectId)?.leaning;
}

describe('opinions towards an aspect', () => {
  it.each([
    ['The sound quality is great.', 'positive'],
    ["The sound quality isn't great.", 'negative'],
    ['I have never had a problem with the sound quality.', 'positive'],
    ['The sound quality has never let me down.', 'positive'],
    ['No complaints about the tone.', 'positive'],
    ['The tone is far from perfect.', 'negative'],
    ['It lacks good tone.', 'negative'],
    ["I don't think the tone is any good.", 'negative'],
    ['The tone leaves a lot to be desired.', 'negative'],
    ["I don't care about tone.", 'neutral'],
    ["Tone? I don't mind either way.", 'neutral'],
    ['I want a pedal for its tone.', 'unclear'],
    ['What is the tone like?', 'unclear'],
    ['The tone is good, but sometimes muddy.', 'mixed'],
    ['Not only is the tone good, it stays so.', 'positive'],
    ['The tone is too thin.', 'negative'],
  ])('%s: %s', (text, expected) => {
    expect(leaning(text, SOUND)).toBe(expected);
  });

  it('keeps what is said of two aspects apart', () => {
    const text = 'The sound quality is wonderful, but the build quality is awful.';
    expect(leaning(text, SOUND)).toBe('positive');
    expect(leaning(text, BUILD)).toBe('negative');
    expect(leaning('Wonderful tone, flimsy build.', SOUND)).toBe('positive');
    expect(leaning('Wonderful tone, flimsy build.', BUILD)).toBe('negative');
    expect(leaning('The tone and the build quality are excellent.', SOUND)).toBe('positive');
  });

  it('takes no opinion from an aspect name, a title or a quotation', () => {
    expect(leaning('I looked at the good price.', PRICE)).toBe('unclear');
    expect(leaning('On tone a buyer says "what a terrible, awful disappointment it was".', SOUND)).toBe('unclear');
  });
});

describe('a title with a full stop of its own', () => {
  const cable = [{ itemId: 'cable', name: 'Quillon QX-4 15ft. Professional Microphone Cable 2.0 Male' }];
  const read = (text: string): string[] =>
    createUtteranceParser({
      clusters: base.clusters,
      items: cable,
      catalogue: createCatalogueNames(cable, base.reviews),
    })
      .parse(text)
      .items.map(({ words }) => words);

  it('is one mention', () => {
    expect(read('Try the Quillon QX-4 15ft. Professional Microphone Cable 2.0 Male. It is long.')).toEqual([
      'Quillon QX-4 15ft. Professional Microphone Cable 2.0 Male',
    ]);
  });

  it('ends with the sentence at any other full stop', () => {
    expect(read('Try the Quillon QX-4. Professional people do.')).toEqual(['Quillon QX-4']);
  });
});

describe('items in the words', () => {
  const named = (text: string): readonly (readonly string[])[] =>
    parser.parse(text).items.map(({ itemIds }) => itemIds);

  it.each([
    ['Try the Boss DS-1 Distortion Guitar Pedal, Orange.', ['T']],
    ['try the boss ds1', ['T']],
    ['The DS-1 is nice.', ['T']],
    ['I had a Snark SN-1 once.', ['H1']],
    ['Dunlop makes the Cry Baby.', ['X']],
  ])('%s', (text, expected) => {
    expect([...new Set(named(text).flat())]).toEqual(expected);
  });

  it.each([
    'I need a guitar pedal.',
    'A distortion pedal for heavy metal',
    'my tuner and my bag',
    'Something plus a wah',
  ])('names nothing: %s', (text) => expect(named(text)).toEqual([]));

  it('tells apart candidates that share words', () => {
    const app = WORLDS.app.base;
    const own = [...app.items.values()]
      .filter(({ itemId }) => itemId !== 'X')
      .map(({ itemId, name }) => ({ itemId, name }));
    const apps = createUtteranceParser({
      clusters: app.clusters,
      items: own,
      catalogue: createCatalogueNames(own, app.reviews),
    });
    const pro = apps.parse('How about PixelCam Pro?');
    expect(pro.items.map(({ itemIds }) => itemIds)).toEqual([['T']]);
    expect([apps.namesItem(pro, 'T'), apps.namesItem(pro, 'C')]).toEqual([true, false]);
    const neither = apps.parse('PixelCam, you said?');
    expect([apps.namesItem(neither, 'T'), apps.namesItem(neither, 'C')]).toEqual([false, false]);
  });

  it('ends a name where another thing is spoken of', () => {
    const parsed = parser.parse('I liked the tone of the Snark SN-1 Guitar Tuner. Tuner tone is great.');
    expect(parsed.items.map(({ words }) => words)).toEqual(['Snark SN-1 Guitar Tuner']);
    expect(leaning('The tone of the Boss DS-1 Distortion Guitar Pedal is bad.', SOUND)).toBe('negative');
  });

  it('finds items of the catalogue that the dialog has nothing to do with', () => {
    const few = createUtteranceParser({
      clusters: base.clusters,
      items: items.filter(({ itemId }) => itemId === 'T'),
      catalogue,
    });
    expect(few.parse('Or the MXR M104 Distortion Plus instead?').strangers.flatMap(({ itemIds }) => itemIds)).toContain(
      'Y',
    );
    expect(few.parse('A distortion pedal plus a tuner').strangers).toEqual([]);
  });
});

describe('quotations', () => {
  it.each([
    ['He says "it is so warm".', 'it is so warm'],
    ['He says “it’s so warm”.', "it's so warm"],
    ["He says 'it's so warm'.", "it's so warm"],
    ['He says «it is so warm».', 'it is so warm'],
  ])('%s', (text, quoted) => expect(parser.parse(text).quotes.map((quote) => quote.text)).toEqual([quoted]));

  it.each([
    "It's the players' choice, isn't it?",
    'A 1/4" plug',
    'Have you heard of the "Boss DS-1 Distortion Guitar Pedal"?',
  ])('none: %s', (text) => expect(parser.parse(text).quotes).toEqual([]));
});

describe('what an utterance does', () => {
  it.each([
    ["I'll have the second one, please.", ['acceptance']],
    ["That's exactly what I want to avoid.", []],
    ["I'd better not take it.", ['refusal']],
    ["I don't want to take that.", ['refusal']],
    ['Sorry, no. Not that.', ['refusal']],
    ["I'll give the Snark SN-1 a miss.", ['refusal']],
    ['No problem, I will get it.', ['acceptance']],
    ['Is there anything else?', ['refusal']],
    ["I'd like something different.", ['refusal']],
  ])('%s: %s', (text, expected) => {
    const { cues } = parser.parse(text);
    expect(['acceptance', 'refusal'].filter((cue) => cues.has(cue as 'acceptance' | 'refusal'))).toEqual(expected);
  });
});
