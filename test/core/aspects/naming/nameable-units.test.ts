import { describe, expect, it } from 'vitest';

import { nameableUnits } from '../../../../core/aspects/naming/nameable-units.ts';
import { said, times, use } from './said.ts';

describe('nameableUnits', () => {
  it('knows units that name something which people judge', () => {
    const service = { phrases: [use('service', { judged: true })], verbs: [] };
    const phoenix = { phrases: [use('phoenix', { named: true })], verbs: [] };
    const units = [...times(3, service), ...times(3, phoenix), ...times(3, said('thing')), said(), said('window')];
    expect(nameableUnits(units)).toEqual([...times(3, true), ...times(8, false)]);
  });
});
