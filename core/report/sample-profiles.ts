import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { ProfiledBase } from '../profiles/evidence-base.ts';
import { timeGrid } from '../profiles/time-grid.ts';
import type { ReportDialog, ReportItem, ReportUser } from './report-input.ts';

const USERS = 3;
const ITEMS = 3;
/** Times at which a user's profile is looked at, the target's own aside; and points of an item's trajectory. */
const PROFILE_TIMES = 6;
const TRAJECTORY_TIMES = 16;

/** Of the sampled dialogs' users those with the longest histories: there is something to see change. */
export function sampleUsers(base: ProfiledBase, plans: readonly DialogPlan[]): ReportUser[] {
  const reviewsOf = ({ userId, timestampMs }: DialogPlan) => base.userReviewsBefore(userId, timestampMs);
  const chosen = longestFirst(plans, (plan) => plan.userId, reviewsOf, USERS);
  return chosen.map((plan) => {
    const earlier = timeGrid(reviewsOf(plan), PROFILE_TIMES).filter((timestampMs) => timestampMs < plan.timestampMs);
    const { userId, dialogId, timestampMs } = plan;
    const series = [...new Set([...earlier, timestampMs])].map((asked) => base.userProfileAt(userId, asked));
    return { userId, dialogId, series, drift: base.tasteDriftAt(userId, timestampMs).filter(({ changed }) => changed) };
  });
}

/** Of the sampled dialogs' targets and rejected candidates those with the most reviews. */
export function sampleItems(base: ProfiledBase, plans: readonly DialogPlan[]): ReportItem[] {
  const itemIds = plans.flatMap((plan) => [plan.targetItemId, ...plan.rejected.map(({ itemId }) => itemId)]);
  const reviewsOf = (itemId: string) => base.itemReviewsBefore(itemId, Number.MAX_SAFE_INTEGER);
  const chosen = longestFirst(itemIds, (itemId) => itemId, reviewsOf, ITEMS);
  return chosen.map((itemId) => {
    const grid = timeGrid(reviewsOf(itemId), TRAJECTORY_TIMES);
    const endMs = grid.at(-1) ?? 0;
    const points = base.itemTrajectory(itemId, grid);
    const changes = base.itemChangesBefore(itemId, endMs);
    return { itemId, points, changes, standing: base.itemStandingAt(itemId, endMs) };
  });
}

function longestFirst<T>(
  values: readonly T[],
  idOf: (value: T) => string,
  reviewsOf: (value: T) => { readonly length: number },
  most: number,
): T[] {
  const byId = new Map(values.map((value) => [idOf(value), value]));
  return [...byId]
    .map(([id, value]) => ({ id, value, reviews: reviewsOf(value).length }))
    .sort((a, b) => b.reviews - a.reviews || (a.id < b.id ? -1 : 1))
    .slice(0, most)
    .map(({ value }) => value);
}

/** Every item that the sample may name. */
export function mentionedItems(dialogs: readonly ReportDialog[], items: readonly ReportItem[]): string[] {
  const ofPlans = dialogs.flatMap(({ plan }) => [
    plan.targetItemId,
    ...plan.candidates,
    ...plan.history,
    ...plan.evidence.map(({ itemId }) => itemId),
    ...plan.nodes.flatMap(({ acts }) => acts.flatMap(({ itemId }) => itemId ?? [])),
  ]);
  const said = dialogs.flatMap(({ attempts }) =>
    attempts.flatMap(({ turns }) => turns.flatMap(({ acts }) => acts.flatMap(({ itemId }) => itemId ?? []))),
  );
  return [...new Set([...ofPlans, ...said, ...items.map(({ itemId }) => itemId)])].sort();
}
