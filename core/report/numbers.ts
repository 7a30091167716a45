import type { Distribution } from '../judging/distribution.ts';

/** Figures as the report shows them: the same on every machine, whatever its locale. */

/** 12345 -> "12,345". */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** Fixed digits with a real minus sign; "–" where there is nothing to say. */
export function decimal(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** With a plus sign where it is positive: for sentiments and differences. */
export function signed(value: number | null | undefined, digits = 2): string {
  const text = decimal(value, digits);
  return /^[1-9]|^0\.0*[1-9]/u.test(text) ? `+${text}` : text;
}

/** 0.1234 -> "12.3 %". */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${decimal(share * 100, 1)} %`;
}

/** UTC date, e.g. "2014-03-01". */
export function date(timestampMs: number): string {
  return new Date(timestampMs).toISOString().slice(0, 10);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${decimal(seconds, 1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Small amounts keep their digits: a dialog may cost a tenth of a cent. */
export function dollars(usd: number): string {
  return `$${usd > 0 && usd < 0.01 ? usd.toFixed(5) : usd.toFixed(2)}`;
}

/** Mean, and least to most: "19.1 (7 to 36)". */
export function spread({ mean, min, max }: Distribution): string {
  return `${decimal(mean, 1)} (${decimal(min, 0)} to ${decimal(max, 0)})`;
}
