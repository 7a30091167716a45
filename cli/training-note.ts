import type { ActivityProgress } from '../activities/failures.ts';

/** What runs, how far it is, and the curve of its epochs' losses. */
export function trainingNote(current: string | null, activity: ActivityProgress | null): string {
  if (activity === null) return current ?? '';
  const { training } = activity;
  if (training === undefined) return `${current ?? ''} (${activity.what} ${activity.done}/${activity.total})`;
  const { epoch, epochs, step, steps, loss, secondsLeft, losses, validation } = training;
  const left = secondsLeft === null ? '' : `, at most ${duration(secondsLeft)} left`;
  const curve = losses.length < 2 ? '' : ` ${sparkline(losses)}`;
  const last = validation.at(-1);
  const judged = last == null ? '' : `, validation NDCG@10 ${last.toFixed(3)}`;
  return `${current ?? ''} (epoch ${epoch}/${epochs}, step ${step}/${steps}, loss ${loss.toFixed(3)}${judged}${left}${curve})`;
}

const duration = (seconds: number): string =>
  seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;

const BLOCKS = '▁▂▃▄▅▆▇█';
/** The latest of a long training: a line has to hold them. */
const SHOWN = 24;

/** Lowest to highest of what is shown. */
function sparkline(values: readonly number[]): string {
  const shown = values.slice(-SHOWN);
  const low = Math.min(...shown);
  const span = Math.max(...shown) - low;
  return shown
    .map((value) => BLOCKS[span === 0 ? 0 : Math.round(((value - low) / span) * (BLOCKS.length - 1))])
    .join('');
}
