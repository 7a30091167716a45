import { describe, expect, it } from 'vitest';

import { clipped } from '../../../core/report/charts/clipped.ts';
import { countViolations } from '../../../core/report/count-violations.ts';
import { count, date, decimal, dollars, duration, percent, signed } from '../../../core/report/numbers.ts';
import { SHOWN, sampleDialogIds } from '../../../core/report/sample-dialogs.ts';

const row = (dialog_id: string, attempt: number, check: string, recovered: boolean, found = 'x') => ({
  dialog_id,
  attempt,
  check,
  recovered,
  expected: 'y',
  found,
});

describe('numbers', () => {
  it('groups, signs and rounds without a locale', () => {
    expect([count(0), count(999), count(1000), count(1234567)]).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([decimal(-0.004), decimal(-0.5), decimal(null), decimal(Number.NaN)]).toEqual(['0.00', '−0.50', '–', '–']);
    expect([signed(0.5), signed(-0.5), signed(0.001), signed(12, 0)]).toEqual(['+0.50', '−0.50', '0.00', '+12']);
    expect([percent(0.1234), percent(null)]).toEqual(['12.3 %', '–']);
    expect([duration(1.5), duration(119.7)]).toEqual(['1.5 s', '2 min 0 s']);
    expect([dollars(0), dollars(0.00123), dollars(12.345)]).toEqual(['$0.00', '$0.00123', '$12.35']);
    expect(date(Date.UTC(2014, 2, 1, 23, 59))).toBe('2014-03-01');
  });

  it('clips by characters, not by code units', () => {
    expect(clipped('short', 5)).toBe('short');
    expect(clipped('🎸🎸🎸🎸', 3)).toBe('🎸🎸…');
    expect(clipped('two  words here', 5)).toBe('two…');
  });
});

describe('countViolations', () => {
  it('counts violations, attempts and dialogs apart, most frequent first', () => {
    const rows = [
      row('d000001', 1, 'b', true, 'first'),
      row('d000001', 1, 'b', true),
      row('d000001', 2, 'b', true),
      row('d000002', 1, 'b', false),
      row('d000002', 1, 'a', false),
    ];
    expect(countViolations(rows)).toEqual([
      { check: 'b', violations: 4, attempts: 3, recovered: 1, givenUp: 1, expected: 'y', found: 'first' },
      { check: 'a', violations: 1, attempts: 1, recovered: 0, givenUp: 1, expected: 'y', found: 'x' },
    ]);
    expect(countViolations([])).toEqual([]);
  });
});

describe('sampleDialogIds', () => {
  const selected = Array.from({ length: 12_000 }, (_, place) => `d${String(place).padStart(6, '0')}`);
  const rejections = [
    ...selected.slice(0, 500).map((id) => row(id, 1, 'a', true)),
    ...['d012001', 'd012002'].map((id) => row(id, 4, 'a', false)),
    // Accepted in the end, but left out as a near-duplicate.
    row('d012003', 1, 'a', true),
  ];

  it('is bounded, in the order of the targets, with dialogs of every kind', () => {
    const sample = sampleDialogIds(selected, rejections, 1);
    expect(sample.length).toBeLessThanOrEqual(SHOWN.any + SHOWN.recovered + SHOWN.givenUp);
    expect(sample).toEqual([...sample].sort());
    expect(sample).toEqual(expect.arrayContaining(['d012001', 'd012002']));
    expect(sample).not.toContain('d012003');
    expect(sample.filter((id) => id < 'd000500').length).toBeGreaterThanOrEqual(SHOWN.recovered);
  });

  it('depends on the seed alone, not on the order of the ledger', () => {
    expect(sampleDialogIds(selected, [...rejections].reverse(), 1)).toEqual(sampleDialogIds(selected, rejections, 1));
    expect(sampleDialogIds(selected, rejections, 2)).not.toEqual(sampleDialogIds(selected, rejections, 1));
  });
});
