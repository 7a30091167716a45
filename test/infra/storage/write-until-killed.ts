/**
 * A child process of the store tests: writes the artefact again and again until it is killed, each time `length` bytes
 * of one value, so that a mixture or a part of two writes can be told from a whole one.
 */
import { openStore } from '../../../infra/storage/open-store.ts';

const [uri, key, length] = process.argv.slice(2);
if (uri === undefined || key === undefined) throw new Error('uri, key and length are needed');
const store = openStore(uri, process.env);
for (let value = 1; ; value = (value % 250) + 1) {
  await store.put(key, new Uint8Array(Number(length)).fill(value));
  if (value === 1) process.stdout.write('wrote\n');
}
