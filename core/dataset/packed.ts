/**
 * What grows with a run, small enough for a workflow's payload: runs of equal letters and of consecutive numbers are told by
 * their length. Free of zod, for workflows.
 */

/** "aaa.r" as "3a.r". */
export const packLetters = (letters: string): string =>
  letters.replaceAll(/(.)\1+/gu, (run, letter: string) => `${run.length}${letter}`);

export const unpackLetters = (packed: string): string =>
  packed.replaceAll(/(\d+)(\D)/gu, (_, count: string, letter: string) => letter.repeat(Number(count)));

/** [5, 6, 7, 9] as "5-7,9"; in the order given. */
export function packNumbers(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** Also takes them as they are: so they stand in histories of earlier versions. */
export function unpackNumbers(packed: string | readonly number[]): number[] {
  if (typeof packed !== 'string') return [...packed];
  return packed.split(',').flatMap((range) => {
    if (range === '') return [];
    const [from = 0, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
