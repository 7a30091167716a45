import { Command } from 'commander';

import { PipelineError } from '../../core/errors.ts';
import { startCodecServer } from '../../infra/temporal/codec-server.ts';
import { createPayloadCodec } from '../../infra/temporal/payload-codec.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { untilInterrupted } from '../interrupt.ts';
import { atLeastOne } from '../whole-number.ts';

/** `up` and `run` start one beside the embedded server; this is for a cluster whose UI stands elsewhere. */
export const codecServerCommand = (): Command =>
  new Command('codec-server')
    .description('read and write encrypted payloads for the pages of a Temporal UI, until Ctrl-C')
    .requiredOption('--origin <url...>', "the UI's origins, e.g. http://127.0.0.1:8080: pages of others are refused")
    .option('--port <n>', 'where it listens', atLeastOne, 8234)
    .option('--host <address>', 'in a container, 0.0.0.0; publish it on 127.0.0.1 or behind TLS only', '127.0.0.1')
    .action(async ({ origin, port, host }: { origin: string[]; port: number; host: string }) => {
      const environment = readEnvironment(process.env, process.cwd());
      if (environment.codecKeys === null) {
        throw new PipelineError('bad_configuration', 'a codec server needs keys: set CONVRECSTUDIO_CODEC_KEYS', {
          subject: 'CONVRECSTUDIO_CODEC_KEYS',
        });
      }
      const codec = createPayloadCodec(environment.codecKeys);
      const origins = origin.map(originOf);
      const server = await startCodecServer({ codec, host, port, origins, token: environment.codecToken });
      process.stdout.write(`codec server at ${server.url} for ${origins.join(', ')}; Ctrl-C stops it.\n`);
      await untilInterrupted();
      await server.stop();
    });

/** As browsers send it: no path, no slash. */
function originOf(text: string): string {
  if (!URL.canParse(text)) throw new PipelineError('bad_configuration', `--origin: "${text}" is no URL`);
  return new URL(text).origin;
}
