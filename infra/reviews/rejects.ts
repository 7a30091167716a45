import { PipelineError } from '../../core/errors.ts';
import type { ReviewFunnel } from '../../core/reviews/funnel.ts';
import { REJECT_REASONS } from '../../core/reviews/quarantine.ts';
import type { LoadCounts } from './load-reviews.ts';
import type { ScratchDatabase } from './scratch-database.ts';

type RejectCounts = ReviewFunnel['rejected'];

export async function countRejects(database: ScratchDatabase): Promise<RejectCounts> {
  const rows = await database.rows('SELECT reason, count(*) AS n FROM parsed WHERE reason IS NOT NULL GROUP BY reason');
  const found = new Map(rows.map(({ reason, n }) => [reason, Number(n)]));
  const present = REJECT_REASONS.filter((reason) => found.has(reason));
  return {
    total: [...found.values()].reduce((sum, n) => sum + n, 0),
    byReason: Object.fromEntries(present.map((reason) => [reason, found.get(reason)])),
  };
}

/** Throws `too_many_rejects`, with the commonest reasons and where they stand first, above the configured share. */
export async function checkRejects(
  database: ScratchDatabase,
  path: string,
  { linesRead, blankLines }: LoadCounts,
  rejected: RejectCounts,
  maxRejectedShare: number,
): Promise<void> {
  const records = linesRead - blankLines;
  const share = rejected.total / Math.max(1, records);
  if (share <= maxRejectedShare && rejected.total < records) return;
  const reasons = await database.rows(`
    SELECT reason, count(*) AS n, list(line_number ORDER BY line_number)[1:3] AS lines
    FROM parsed WHERE reason IS NOT NULL GROUP BY reason ORDER BY n DESC, reason LIMIT 5`);
  const problems = reasons.map(({ reason, n, lines }) => {
    const places = Array.isArray(lines) ? lines.join(', ') : '';
    return `${String(reason)}: ${Number(n)} (lines ${places}${Number(n) > 3 ? ', ...' : ''})`;
  });
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  throw new PipelineError(
    'too_many_rejects',
    `${path}: ${rejected.total} of ${records} records (${percent(share)}) cannot be read; at most ${percent(maxRejectedShare)} ` +
      `may be (source.maxRejectedShare). ${problems.join('; ')}.`,
    { subject: path, problems },
  );
}
