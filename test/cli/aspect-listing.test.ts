import { describe, expect, it } from 'vitest';

import { aspectListing } from '../../cli/aspect-listing.ts';
import type { AspectCluster } from '../../core/aspects/aspect.ts';

const clusterOf = (aspectId: number, changes: Partial<AspectCluster> = {}): AspectCluster => ({
  aspectId,
  label: 'ear pads',
  phrases: [
    { phrase: 'ear pads', weight: 0.2 },
    { phrase: 'cushion', weight: 0.1 },
  ],
  size: 30,
  coherence: 0.123,
  clarity: 0.3,
  distinctness: 0.5,
  coherent: true,
  examples: ['The pads are soft.'],
  ...changes,
});

describe('aspectListing', () => {
  it('lists aspects by size, with what is no aspect last and why', () => {
    const text = aspectListing([
      { cluster: clusterOf(0), sentiment: 0.25 },
      {
        cluster: clusterOf(1, { label: 'luck', size: 60, coherent: false, doubt: 'names nothing', examples: [] }),
        sentiment: -0.5,
      },
      { cluster: clusterOf(2, { label: 'cable', size: 110 }), sentiment: null },
    ]);
    expect(text.split('\n')).toEqual([
      ' id  aspect                            sentences  sentiment       NPMI    clarity   distinct',
      '     phrases, strongest first; the sentence nearest to the centroid',
      '  2  cable                                55.0 %          –       0.12      0.300       0.50',
      '     ear pads, cushion',
      '     “The pads are soft.”',
      '  0  ear pads                             15.0 %      +0.25       0.12      0.300       0.50',
      '     ear pads, cushion',
      '     “The pads are soft.”',
      '',
      'Not coherent, kept out of plans (1 of 3):',
      '  1  luck                                 30.0 %      −0.50       0.12      0.300       0.50',
      '     names nothing',
      '     ear pads, cushion',
      '',
    ]);
  });

  it('fits 100 columns and prints no control characters, whatever reviewers wrote', () => {
    const hostile = `\u001b[31m${'very '.repeat(60)}long`;
    const text = aspectListing([{ cluster: clusterOf(0, { label: hostile, examples: [hostile] }), sentiment: 1 }]);
    expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
