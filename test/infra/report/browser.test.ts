import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { renderReport } from '../../../core/report/render-report.ts';
import { hostile, PAYLOAD, reportFixture } from '../../core/report/report-fixture.ts';

const executable = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));
const title = executable === undefined ? 'in a browser (skipped: no chromium on the path)' : 'in a browser';

/** Every text that comes from data is hostile here: what the browser shows is what a reader of a bad source would see. */
describe.skipIf(executable === undefined)(`the report ${title}`, () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    const file = join(folder, 'index.html');
    await writeFile(file, renderReport(hostile(await reportFixture(4))));
    // Containers run as root, where chromium's own sandbox cannot.
    browser = await chromium.launch({ executablePath: executable ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(?:file|data):/u.test(request.url())) complaints.push(`loads ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('loads without a complaint, from a file, with nothing else', () => {
    expect(complaints).toEqual([]);
  });

  it('keeps script of the data inert and visible', async () => {
    expect(await page.evaluate('globalThis.pwned')).toBeUndefined();
    expect(await page.locator('script, img').count()).toBe(0);
    expect(await page.locator('.turn p').first().textContent()).toContain(PAYLOAD);
  });

  it('fits a phone: nothing but tables and drawings is wider than the screen', async () => {
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  it('opens an evidence by one click', async () => {
    const act = page.locator('details.dialog[open] details.said', { hasText: 'quote' }).first();
    const quote = act.locator('blockquote').first();
    expect(await quote.isVisible()).toBe(false);
    await act.locator('summary').click();
    expect(await quote.isVisible()).toBe(true);
  });

  it("opens a plan's graph and jumps to a section", async () => {
    const dialog = page.locator('details.dialog[open]').first();
    await dialog.getByText('The plan\u2019s graph').or(dialog.getByText("The plan's graph")).click();
    expect(await dialog.locator('svg.graph').isVisible()).toBe(true);
    await page.locator('nav a[href="#recommender"]').click();
    expect(page.url()).toMatch(/#recommender$/u);
    expect(await page.locator('#recommender svg').first().isVisible()).toBe(true);
  });

  it('is light or dark as its reader wishes', async () => {
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).not.toBe(light);
  });
});
