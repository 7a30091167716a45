/**
 * Wilson's score interval of a share (Wilson 1927), as [low, high] in [0, 1]: honest for shares near 0 and 1, where the
 * normal interval is not. `z`: 1.96 for 95 %. No trial: nothing is known.
 */
export function wilsonInterval(successes: number, trials: number, z = 1.959964): readonly [number, number] {
  if (trials === 0) return [0, 1];
  const share = successes / trials;
  const scale = 1 + z ** 2 / trials;
  const centre = share + z ** 2 / (2 * trials);
  const reach = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return [Math.max(0, (centre - reach) / scale), Math.min(1, (centre + reach) / scale)];
}
