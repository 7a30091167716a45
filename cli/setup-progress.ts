import type { EnsureOptions } from '../infra/setup/ensure-parts.ts';

type Report = NonNullable<EnsureOptions['onProgress']>;

const LINE_EVERY_MS = 5_000;
const MEGABYTE = 1_000_000;

/** Set-up's progress on standard error: each change of phase, and now and then how far a download is. */
export function printSetupProgress(): Report {
  const told = new Map<string, { phase: string; at: number }>();
  return ({ part, phase, message, receivedBytes, totalBytes }) => {
    const last = told.get(part);
    if (phase === 'ready' && last === undefined) return;
    if (last?.phase === phase && Date.now() - last.at < LINE_EVERY_MS) return;
    told.set(part, { phase, at: Date.now() });
    const share =
      totalBytes > 0 ? ` ${Math.floor(receivedBytes / MEGABYTE)} of ${Math.ceil(totalBytes / MEGABYTE)} MB` : '';
    process.stderr.write(`setup ${part}: ${phase}${share}${message === '' ? '' : ` (${message})`}\n`);
  };
}
