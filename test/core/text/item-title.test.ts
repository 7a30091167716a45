import { describe, expect, it } from 'vitest';

import { shortTitle, titleTokens } from '../../../core/text/item-title.ts';

describe('shortTitle', () => {
  it.each([
    [
      'Fender 351 Premium Celluloid Guitar Picks, 12 Pack, Black Moto, Medium',
      'Fender 351 Premium Celluloid Guitar Picks',
    ],
    ['Monster Standard 100 - 21&quot; Instrument Cable -  Straight', 'Monster Standard 100'],
    ['Instrument Stand for Violin, Ukulele and Other Small Instruments', 'Instrument Stand for Violin'],
    ['HOSA XLR (F) - 3.5mm Tip/Ring/Sleeve, (wired for dual mono), 1 ft.', 'HOSA XLR F'],
    ['Tuner', 'Tuner'],
    ['item 7ATYj', 'item 7ATYj'],
    ['  ', ''],
  ])('%s', (name, short) => {
    expect(shortTitle(name)).toBe(short);
  });

  it('has at most eight words and ends on none that hangs', () => {
    const short = shortTitle('One two three four five six seven for the nine ten');
    expect(short).toBe('One two three four five six seven');
  });

  it('grows until it differs from its rivals', () => {
    const names = ['Kyser Quick Change Capo - Black - Six String', 'Kyser Quick Change Capo - Gold - Six String'];
    const shorts = names.map((name) => shortTitle(name, names));
    expect(shorts[0]).not.toBe(shorts[1]);
    expect(shorts[0]).toContain('Black');
  });
});

it('titleTokens are the words that carry meaning, once each', () => {
  expect(titleTokens("Levy's Strap for the Guitar &amp; Strap")).toEqual(['levy', 'strap', 'guitar']);
});
