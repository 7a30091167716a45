import type { DialogOutcome, Packed, Spend, Stock } from '../config/run-ref.ts';
import { packLetters, packNumbers, unpackLetters, unpackNumbers } from './packed.ts';

/**
 * Which targets are accepted, rejected or open, and how far the seeded order is settled: pure, and free of zod, for
 * workflows. What is settled without a gap is counted and dropped, so that it does not grow with the run.
 */

export const EMPTY_STOCK: Stock = {
  base: 0,
  acceptedBefore: 0,
  rejectedBefore: 0,
  tail: '',
  byAttempt: [0, 0, 0, 0],
  driftBy: {},
  spent: { tokens: 0, costMicroUsd: 0 },
  unsettled: {},
  retries: [],
};

/** A hundred thousand targets, or as many retries, stay within a payload of some kilobytes. */
export const packStock = <S extends Stock>(stock: S): Packed<S> => ({
  ...stock,
  tail: packLetters(stock.tail),
  retries: packNumbers(stock.retries),
});

export const unpackStock = <S extends Stock>({ retries, ...packed }: Packed<S>): S =>
  // The other fields are those of S: only these two were packed.
  ({ ...packed, tail: unpackLetters(packed.tail), retries: unpackNumbers(retries) }) as unknown as S;

export const addSpend = (a: Spend, b: Spend): Spend => ({
  tokens: a.tokens + b.tokens,
  costMicroUsd: a.costMicroUsd + b.costMicroUsd,
});

/** The letter of a target: a accepted, r rejected, "." open. Before the base only counts are kept: "s" is settled. */
export const letterOf = ({ base, tail }: Pick<Stock, 'base' | 'tail'>, ordinal: number): string =>
  ordinal < base ? 's' : (tail[ordinal - base] ?? '.');

export function recordOutcomes<S extends Stock>(stock: S, outcomes: readonly DialogOutcome[]): S {
  const tail = [...stock.tail];
  const byAttempt: [number, number, number, number] = [...stock.byAttempt];
  const unsettled = { ...stock.unsettled };
  const driftBy = { ...stock.driftBy };
  let { spent } = stock;
  for (const { ordinal, accepted, attempts, dialogId, spent: dialogSpent, refusedFor = [] } of outcomes) {
    const place = ordinal - stock.base;
    if (place < 0 || (tail[place] ?? '.') !== '.') continue;
    while (tail.length < place) tail.push('.');
    tail[place] = accepted ? 'a' : 'r';
    spent = addSpend(spent, dialogSpent);
    delete unsettled[dialogId];
    for (const check of refusedFor) driftBy[check] = (driftBy[check] ?? 0) + 1;
    const attempt = attempts - 1;
    if (accepted && (attempt === 0 || attempt === 1 || attempt === 2 || attempt === 3)) byAttempt[attempt] += 1;
  }
  return compact({ ...stock, tail: tail.join(''), byAttempt, driftBy, spent, unsettled });
}

/** Moves the base past what is settled without a gap. */
function compact<S extends Stock>(stock: S): S {
  const open = stock.tail.indexOf('.');
  const settled = open === -1 ? stock.tail : stock.tail.slice(0, open);
  return {
    ...stock,
    base: stock.base + settled.length,
    acceptedBefore: stock.acceptedBefore + countLetter(settled, 'a'),
    rejectedBefore: stock.rejectedBefore + countLetter(settled, 'r'),
    tail: stock.tail.slice(settled.length),
  };
}

export const countLetter = (letters: string, letter: 'a' | 'r'): number => letters.split(letter).length - 1;

export const acceptedOf = (stock: Stock): number => stock.acceptedBefore + countLetter(stock.tail, 'a');
export const rejectedOf = (stock: Stock): number => stock.rejectedBefore + countLetter(stock.tail, 'r');

export const openDialogs = <T extends { readonly ordinal: number }>(stock: Stock, dialogs: readonly T[]): T[] =>
  dialogs.filter(({ ordinal }) => letterOf(stock, ordinal) === '.');
