import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';

import type { AspectCluster } from '../../../../core/aspects/aspect.ts';
import { aspectsSection } from '../../../../core/report/sections/aspects.ts';

const clusterOf = (aspectId: number, changes: Partial<AspectCluster>): AspectCluster => ({
  aspectId,
  label: `aspect ${aspectId}`,
  phrases: [{ phrase: 'strap', weight: 0.2 }],
  size: 10,
  coherence: 0.1,
  clarity: 0.2,
  distinctness: 0.5,
  coherent: true,
  ...changes,
});

const render = (clusters: AspectCluster[]) =>
  parseHTML(`<html><body>${aspectsSection({ clusters })?.markup ?? ''}</body></html>`).document;

describe('aspectsSection', () => {
  it('tells figures, phrases, a typical sentence, and why a cluster is no aspect', () => {
    const document = render([
      clusterOf(0, { label: 'strap', size: 30, examples: ['The strap is soft.'] }),
      clusterOf(1, { label: 'luck', coherent: false, doubt: 'names nothing in particular' }),
    ]);
    const rows = [...document.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.trim()),
    );
    expect(rows).toEqual([
      ['strap', 'strap“The strap is soft.”', '30', '75.0 %', '0.10', '0.200', '0.50'],
      ['luck (incoherent)', 'strapnames nothing in particular', '10', '25.0 %', '0.10', '0.200', '0.50'],
    ]);
    expect(document.body.textContent).toContain('1 of 2 clusters is not coherent');
  });

  it('shows review text as text, and clusters of older runs without the newer figures', () => {
    const { clarity: _, ...older } = clusterOf(0, { examples: ['<img src=x onerror=alert(1)>'] });
    const document = render([older]);
    expect(document.querySelector('img')).toBeNull();
    expect(document.querySelectorAll('td.n')[3]?.textContent).toBe('–');
  });

  it('is left out where there are no clusters', () => {
    expect(aspectsSection({ clusters: [] })).toBeNull();
  });
});
