/** What a sample is to be like; everything has a default. */
export interface SampleOptions {
  readonly seed?: number;
  readonly users?: number;
  readonly items?: number;
  /** Good reviews, roughly; clones and broken lines come on top. */
  readonly reviews?: number;
  /** Share of reviews that are posted again. */
  readonly cloneShare?: number;
  /** Share of lines that are broken on purpose. */
  readonly brokenShare?: number;
  /** Share of reviews with an e-mail address, a phone number or a link. */
  readonly personalShare?: number;
  /** First day, UTC ms. */
  readonly startMs?: number;
  readonly years?: number;
}

export const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;

/** The options with the defaults filled in. */
export interface SampleSettings {
  readonly seed: number;
  readonly users: number;
  readonly items: number;
  readonly reviews: number;
  readonly cloneShare: number;
  readonly brokenShare: number;
  readonly personalShare: number;
  readonly startMs: number;
  readonly endMs: number;
}

export function sampleSettings(options: SampleOptions): SampleSettings {
  const startMs = options.startMs ?? Date.UTC(2016, 0, 4);
  const users = options.users ?? 320;
  const settings = {
    seed: options.seed ?? 2506,
    users,
    items: options.items ?? 120,
    reviews: options.reviews ?? Math.round(users * 9.4),
    cloneShare: options.cloneShare ?? 0.015,
    brokenShare: options.brokenShare ?? 0.01,
    personalShare: options.personalShare ?? 0.01,
    startMs,
    endMs: startMs + Math.round((options.years ?? 6) * (YEAR_MS / DAY_MS)) * DAY_MS,
  };
  if (settings.users < 2 || settings.items < 2) throw new RangeError('a sample wants two users and two items at least');
  if (settings.reviews < settings.users) throw new RangeError('a sample wants a review a user at least');
  return settings;
}
