import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Page } from 'playwright-core';

const folder = process.env['CONVRECSTUDIO_PICTURES'];

/** The pictures of docs/operating.md: taken by `npm run pictures`, which sets the folder; other runs of the tests take none. */
const WANTED: ReadonlySet<string> = new Set([
  'start-form-pasted',
  'list-view',
  'run-details',
  'dialog-history',
  'dialog-details',
  'waiting-run',
  'update-raiseBudget',
  'update-refused',
  'schedule',
]);

export async function pictureOf(page: Page, name: string): Promise<void> {
  if (folder === undefined || !WANTED.has(name)) return;
  // Frames and time lines are drawn a moment after their words stand there.
  await page.waitForTimeout(2_000);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name.replace('-pasted', '')}.png`);
  await page.screenshot({ path });
  // A palette is enough for a page: a third of the bytes.
  await promisify(execFile)('pngquant', ['--force', '--output', path, '64', path]);
}
