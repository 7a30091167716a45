/** Not known, within a week, two, four, ... of it, and beyond some ten years. */
export const AGE_BUCKETS = 12;

const WEEK_DAYS = 7;

/** The bucket of an age in days, from 1 by doubling weeks; 0 where it is not known. */
export function ageBucket(days: number | null): number {
  if (days === null) return 0;
  return 1 + Math.min(AGE_BUCKETS - 2, Math.floor(Math.log2(1 + Math.max(0, days) / WEEK_DAYS)));
}
