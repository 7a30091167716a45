import { describe, expect, it } from 'vitest';

import { readEnvironment } from '../../../workers/environment.ts';

describe('the environment', () => {
  it('has no variable that is empty, as files of settings leave them', () => {
    const { temporal, codecToken } = readEnvironment(
      {
        TEMPORAL_ADDRESS: 'here:7233',
        TEMPORAL_API_KEY: '',
        TEMPORAL_TLS_SERVER_NAME: '',
        CONVRECSTUDIO_CODEC_TOKEN: '',
      },
      '/work',
    );
    expect(temporal).toMatchObject({ address: 'here:7233', apiKey: null, tls: null });
    expect(codecToken).toBeNull();
  });

  it('asks which server is meant where it has a key or a namespace for one', () => {
    const secret = { TEMPORAL_API_KEY: 'very-secret', TEMPORAL_NAMESPACE: 'team' };
    expect(() => readEnvironment(secret, '/work')).toThrow(
      /TEMPORAL_API_KEY, TEMPORAL_NAMESPACE: of which server\? Set TEMPORAL_ADDRESS/,
    );
    expect(() => readEnvironment(secret, '/work')).not.toThrow(/very-secret/);
    expect(readEnvironment({ TEMPORAL_NAMESPACE: 'default', TEMPORAL_TLS: '0' }, '/work').temporal.address).toBeNull();
  });

  it('allows what is named line by line, whatever ends a line', () => {
    expect(readEnvironment({ CONVRECSTUDIO_ALLOW: '/data/a\r\ns3://b/c\r\n' }, '/work').allow.slice(2)).toEqual([
      '/data/a',
      's3://b/c',
    ]);
  });
});
