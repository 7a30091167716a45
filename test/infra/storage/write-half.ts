/** A child process of the file store's tests: begins a write as the store does, and never ends it. */
import { writeFileSync } from 'node:fs';

import { temporaryPathFor } from '../../../infra/storage/temporary-file.ts';

const [path = ''] = process.argv.slice(2);
writeFileSync(temporaryPathFor(path), 'half');
process.stdout.write('wrote\n');
process.stdin.resume();
