/**
 * Token-set ratio of two titles, 0 to 100, as rapidfuzz and fuzzywuzzy define it: both are split into their sets of words
 * (lower case, letters and digits); what they share is compared with each whole by indel similarity, and the best of the
 * three comparisons counts. A title whose words all stand in the other's gives 100.
 */
export function tokenSetRatio(a: string, b: string): number {
  const [left, right] = [wordSet(a), wordSet(b)];
  if (left.size === 0 || right.size === 0) return 0;
  const shared = [...left].filter((word) => right.has(word)).sort();
  const onlyLeft = [...left].filter((word) => !right.has(word)).sort();
  const onlyRight = [...right].filter((word) => !left.has(word)).sort();
  if (shared.length > 0 && (onlyLeft.length === 0 || onlyRight.length === 0)) return 100;

  const [common, first, second] = [shared.join(' '), onlyLeft.join(' '), onlyRight.join(' ')];
  const gap = common === '' ? 0 : 1;
  const [firstLength, secondLength] = [common.length + gap + first.length, common.length + gap + second.length];
  const wholes = similarity(indelDistance(first, second), firstLength + secondLength);
  if (common === '') return wholes;
  return Math.max(
    wholes,
    similarity(gap + first.length, common.length + firstLength),
    similarity(gap + second.length, common.length + secondLength),
  );
}

const wordSet = (title: string): Set<string> => new Set(title.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []);

const similarity = (distance: number, lengths: number): number => (lengths === 0 ? 0 : 100 * (1 - distance / lengths));

/** Insertions and deletions that make one text the other: both lengths less twice their longest common subsequence. */
function indelDistance(a: string, b: string): number {
  let row = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    const next = new Uint16Array(b.length + 1);
    for (let j = 1; j <= b.length; j++) {
      next[j] = a[i - 1] === b[j - 1] ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0);
    }
    row = next;
  }
  return a.length + b.length - 2 * (row[b.length] ?? 0);
}
