import { InvalidArgumentError } from 'commander';

import { VARIANTS, type Variant } from '../core/config/run-config.ts';

const list = (text: string): string[] => [...new Set(text.split(',').map((part) => part.trim()))];

export function variantList(text: string): Variant[] {
  return list(text).map((name) => {
    const variant = VARIANTS.find((known) => known === name);
    if (variant === undefined) throw new InvalidArgumentError(`"${name}" is none of ${VARIANTS.join(', ')}`);
    return variant;
  });
}

/** Each once. */
export function numberList(text: string): number[] {
  const parts = list(text);
  if (!parts.every((part) => /^\d+$/u.test(part))) throw new InvalidArgumentError('whole numbers, with commas');
  return [...new Set(parts.map(Number))];
}
