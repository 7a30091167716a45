import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium, type Page } from 'playwright-core';

/** Undefined where the machine has none: then the tests that need one say that they are skipped. */
export const browserPath: string | undefined = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

const STEP_TIMEOUT_MS = 30_000;

export type TemporalUi = Awaited<ReturnType<typeof openTemporalUi>>;

/** The Temporal UI of the dev server (2.54), used as a person would: forms, buttons and what stands on the page. */
export async function openTemporalUi(uiUrl: string) {
  // Containers run as root, where chromium's own sandbox cannot.
  const browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const workflows = `${uiUrl}/namespaces/default/workflows`;
  return {
    page,
    start: (workflowId: string, input: unknown) => startByForm(page, workflows, workflowId, input),
    async openWorkflow(workflowId: string): Promise<void> {
      await page.goto(`${workflows}/${encodeURIComponent(workflowId)}`);
      await page.locator('h1', { hasText: workflowId }).waitFor();
    },
    /** The workflow ids that a list view's query finds; the page's own links are read. */
    async list(query: string): Promise<string[]> {
      await page.goto(`${workflows}?query=${encodeURIComponent(query)}`);
      // The first link of a row is the workflow's id, the next ones its run and type.
      const rows = page.locator('xpath=//tbody/tr/descendant::a[1]');
      await rows.first().waitFor();
      return [...new Set(await rows.allInnerTexts())];
    },
    close: () => browser.close(),
  };
}

async function startByForm(page: Page, workflows: string, workflowId: string, input: unknown): Promise<void> {
  await page.goto(`${workflows}/start-workflow`);
  await page.getByTestId('workflowId').fill(workflowId);
  await page.getByTestId('taskQueue').fill('convrecstudio');
  await page.getByTestId('workflowType').fill('generateDatasetWorkflow');
  await page.getByRole('textbox', { name: 'Data' }).fill(JSON.stringify(input, null, 2));
  await page.getByLabel('json/plain', { exact: true }).check();
  await page.getByText('Task Queue is Active').waitFor();
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByTestId('start-workflow-button').click();
  const started = await answer;
  if (!started.ok()) throw new Error(`the UI could not start ${workflowId}: ${await started.text()}`);
}
