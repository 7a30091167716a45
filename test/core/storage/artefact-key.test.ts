import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { assertArtefactKey, assertArtefactPrefix } from '../../../core/storage/artefact-key.ts';
import { runKeys } from '../../../core/storage/run-keys.ts';

/** Mostly made of what is dangerous in a path. */
const pathLike = fc
  .array(fc.constantFrom('a', 'Z', '0', '=', '_', '-', '.', '..', '/', '\\', '\0', '~', ' ', 'ü', '\u{1f600}'), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''));

describe('artefact keys', () => {
  it('lets every key of a run through', () => {
    const keys = runKeys('demo-1.a_b');
    const fixed = Object.values(keys).filter(
      (value): value is string => typeof value === 'string' && !value.endsWith('/'),
    );
    const made = [keys.journal('0'.repeat(64)), keys.transcript('d00001', 4, 12), keys.recommender('dialog-only', 1)];
    for (const key of [...fixed, ...made]) expect(() => assertArtefactKey(key)).not.toThrow();
    for (const prefix of [keys.journalPrefix, keys.dialogs, '', 'runs/de']) {
      expect(() => assertArtefactPrefix(prefix)).not.toThrow();
    }
  });

  it('lets nothing through that could leave a folder', () => {
    fc.assert(
      fc.property(pathLike, (text) => {
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
