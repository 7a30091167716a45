import { describe, expect, it } from 'vitest';

import { decodeHtmlEntities } from '../../../core/reviews/html-entities.ts';
import { isSyntheticName, syntheticName, syntheticNames } from '../../../core/reviews/synthetic-name.ts';

describe('decodeHtmlEntities', () => {
  it.each([
    ['100 - 21&#39; Cable -  1/4&quot; plugs', '100 - 21\' Cable - 1/4" plugs'],
    ['Rock &amp;amp; Roll &#x2122; &unknown; &#0; &#xD800;', 'Rock &amp; Roll ™ &unknown; &#0; &#xD800;'],
    ['AT&T; A & B', 'AT&T; A & B'],
  ])('decodes %s once', (text, decoded) => {
    expect(decodeHtmlEntities(text)).toBe(decoded);
  });
});

describe('syntheticName', () => {
  it('is known again, of whatever length', () => {
    for (const itemId of ['7ATYjTIgM3jUlt4UM3IypQ', 'B00004Y2UT', '--_--', 'a-b']) {
      for (const length of [5, 8]) expect(isSyntheticName(itemId, syntheticName(itemId, length))).toBe(true);
    }
    expect(isSyntheticName('--', syntheticNames(['--', '-_']).get('--') ?? '')).toBe(true);
    expect(isSyntheticName('B00004Y2UT', 'item 51')).toBe(false);
    expect(isSyntheticName('B00004Y2UT', 'Snark SN-1')).toBe(false);
  });

  it('takes the head of a random id and the tail of an Amazon number', () => {
    expect(syntheticName('7ATYjTIgM3jUlt4UM3IypQ')).toBe('item 7ATYj');
    expect(syntheticName('B00004Y2UT')).toBe('item 4Y2UT');
  });

  it('hashes an id without letters', () => {
    expect(syntheticName('-_')).toMatch(/^item [0-9a-f]{5}$/u);
  });

  it('lengthens labels until they differ', () => {
    const names = syntheticNames(['abcdeX', 'abcdeY', 'a-b', 'ab', 'zzzzz1']);
    expect(names.get('abcdeX')).toBe('item abcdeX');
    expect(names.get('zzzzz1')).toBe('item zzzzz');
    expect(new Set(names.values()).size).toBe(5);
  });
});
