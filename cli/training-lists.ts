import { InvalidArgumentError } from 'commander';

import { VARIANTS, type Variant } from '../core/config/run-config.ts';

const list = (text: string): string[] => text.split(',').map((part) => part.trim());

export function variantList(text: string): Variant[] {
  return list(text).map((name) => {
    const variant = VARIANTS.find((known) => known === name);
    if (variant === undefined) throw new InvalidArgumentError(`"${name}" is none of ${VARIANTS.join(', ')}`);
    return variant;
  });
}

export function numberList(text: string): number[] {
  const numbers = list(text).map(Number);
  if (!numbers.every((number) => Number.isInteger(number) && number >= 0))
    throw new InvalidArgumentError('whole numbers, with commas');
  return numbers;
}
