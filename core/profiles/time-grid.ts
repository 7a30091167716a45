const POINTS = 24;

/**
 * Ends of even intervals over the reviews' time, UTC ms, exclusive, oldest first; the last lies just after the newest
 * review, so that it counts. Empty without reviews. Reviews stand in time order.
 */
export function timeGrid(
  reviews: { at(index: number): { readonly timestampMs: number } | undefined },
  points: number = POINTS,
): number[] {
  const first = reviews.at(0)?.timestampMs;
  const last = reviews.at(-1)?.timestampMs;
  if (first === undefined || last === undefined) return [];
  const step = (last + 1 - first) / points;
  return Array.from({ length: points }, (_, index) =>
    index === points - 1 ? last + 1 : Math.round(first + step * (index + 1)),
  );
}
