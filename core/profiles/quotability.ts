const QUOTABLE_WORDS = { least: 5, most: 30 } as const;

/** How well a sentence reads as a quote, in (0, 1]: 1 for 5 to 30 words that end like a sentence; shorter ones say little, longer ones ramble. */
export function quotabilityOf(text: string): number {
  const words = text.split(/\s+/u).length;
  if (words < QUOTABLE_WORDS.least) return 0.3;
  if (words > QUOTABLE_WORDS.most) return 0.4;
  const whole = /^[\p{Lu}\p{N}"'“]/u.test(text) && /[.!?"')”]$/u.test(text);
  return whole ? 1 : 0.8;
}
