import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { assertArtefactKey, assertArtefactPrefix } from '../../../core/storage/artefact-key.ts';
import { runKeys } from '../../../core/storage/run-keys.ts';

describe('artefact keys', () => {
  it('lets every key of a run through', () => {
    const keys = runKeys('demo-1.a_b');
    for (const value of Object.values(keys)) {
      if (typeof value === 'string' && !value.endsWith('/')) assertArtefactKey(value);
    }
    assertArtefactKey(keys.journal('0'.repeat(64)));
    assertArtefactKey(keys.transcript('d00001', 4, 12));
    assertArtefactPrefix(keys.journalPrefix);
    assertArtefactPrefix('');
    assertArtefactPrefix('runs/de');
  });

  it('lets nothing through that could leave a folder', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        let accepted = true;
        try {
          assertArtefactKey(text);
        } catch {
          accepted = false;
        }
        const isHarmless =
          /^[A-Za-z0-9._=/-]+$/.test(text) && text.split('/').every((part) => !['', '.', '..'].includes(part));
        expect(accepted).toBe(isHarmless);
      }),
    );
  });

  it.each(['../x', 'a//', '/a', 'a b', 'ä'])('refuses the prefix %j', (prefix) => {
    expect(() => assertArtefactPrefix(prefix)).toThrow(expect.objectContaining({ code: 'artefact_invalid' }));
  });
});
