import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium, type Locator, type Page, type Response } from 'playwright-core';
import { z } from 'zod';

import { until } from './command-line.ts';
import { pictureOf } from './page-pictures.ts';

/** Undefined where the machine has none: then the tests that need one say that they are skipped. */
export const browserPath: string | undefined = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

/** What a suite's name ends with where there is no browser. */
export const skipped = browserPath === undefined ? ' (skipped: no chromium on the path)' : '';

const STEP_TIMEOUT_MS = 60_000;

export type TemporalUi = Awaited<ReturnType<typeof openTemporalUi>>;

/** The Temporal UI of the dev server (2.54), used as a person would: forms, buttons and what stands on the page. */
export async function openTemporalUi(uiUrl: string) {
  // Containers run as root, where chromium's own sandbox cannot.
  const browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const namespace = `${uiUrl}/namespaces/default`;
  const workflows = `${namespace}/workflows`;
  const openWorkflow = async (workflowId: string): Promise<void> => {
    await page.goto(`${workflows}/${encodeURIComponent(workflowId)}`);
    await page.locator('h1', { hasText: workflowId }).waitFor();
  };
  return {
    page,
    /** For the documents: see page-pictures.ts. */
    picture: (name: string) => pictureOf(page, name),
    start: (workflowId: string, input: string) => startByForm(page, workflows, workflowId, input),
    schedule: (name: string, cron: string, input: string) => scheduleByForm(page, namespace, name, cron, input),
    openWorkflow,
    async openSchedule(name: string): Promise<void> {
      await page.goto(`${namespace}/schedules/${name}`);
      await page.locator('h1', { hasText: name }).waitFor();
    },
    /** A workflow's "current details", drawn from Markdown in a frame of their own. */
    async openDetails(workflowId: string, ...words: readonly string[]): Promise<void> {
      await openWorkflow(workflowId);
      await page.getByTestId('user-metadata-tab').click();
      const details = page.frameLocator('#user-metadata-current-details').locator('body');
      await until(`${workflowId} to say ${words.join(', ')}`, async () => {
        const text = await details.innerText();
        if (words.every((word) => text.includes(word))) return true;
        // "Press R for freshness", the page says; not at once, so that it can be drawn.
        await page.waitForTimeout(1_000);
        await page.keyboard.press('r');
        return false;
      });
    },
    /** The workflow ids that a list view's query finds, none where the page says so. */
    async list(query: string): Promise<string[]> {
      await page.goto(`${workflows}?query=${encodeURIComponent(query)}`);
      // The first link of a row is the workflow's id, the next ones its run and type.
      const rows = page.locator('xpath=//tbody/tr/descendant::a[1]');
      await rows.first().or(page.getByText('No Workflows Found')).first().waitFor();
      return [...new Set(await rows.allInnerTexts())];
    },
    /** Sends by the dialog of the workflow's own page; it closes, or says why not. What an update answered the page got. */
    async send(kind: 'signal' | 'update', workflowId: string, name: string, input?: unknown): Promise<string> {
      await openWorkflow(workflowId);
      await page.getByRole('button', { name: 'More Actions' }).click();
      await page.getByRole('menuitem', { name: kind === 'signal' ? 'Send a Signal' : 'Send an Update' }).click();
      // The page holds each dialog twice, for wide and narrow windows.
      const dialog = page.locator('dialog[open]');
      await dialog.getByTestId(`${kind}-select-button`).click();
      await dialog.getByRole('option', { name, exact: true }).click();
      if (input !== undefined) await dialog.getByRole('textbox', { name: 'Data' }).fill(JSON.stringify(input));
      await pictureOf(page, `${kind}-${name}`);
      const answer = await submitted(page, dialog.getByTestId('confirm-modal-button'), `/${kind}`);
      return answerOf(await answer.json());
    },
    async cancel(workflowId: string): Promise<void> {
      await openWorkflow(workflowId);
      await page.getByRole('button', { name: 'Request Cancellation' }).click();
      await submitted(page, page.locator('dialog[open]').getByTestId('confirm-modal-button'), '/cancel');
    },
    close: () => browser.close(),
  };
}

const AnswerSchema = z.object({
  outcome: z
    .union([
      z.object({ success: z.object({ payloads: z.array(z.object({ data: z.string() })) }) }),
      z.object({ failure: z.object({ message: z.string() }) }),
    ])
    .optional(),
});

/** The words of an update's answer or refusal; signals have none. */
function answerOf(body: unknown): string {
  const { outcome } = AnswerSchema.parse(body);
  if (outcome === undefined) return '';
  if ('failure' in outcome) return outcome.failure.message;
  return Buffer.from(outcome.success.payloads[0]?.data ?? '', 'base64').toString('utf8');
}

async function startByForm(page: Page, workflows: string, workflowId: string, input: string): Promise<void> {
  await page.goto(`${workflows}/start-workflow`);
  await page.getByTestId('workflowId').fill(workflowId);
  await page.getByTestId('taskQueue').fill('convrecstudio');
  await page.getByTestId('workflowType').fill('generateDatasetWorkflow');
  await page.getByRole('textbox', { name: 'Data' }).fill(input);
  await page.getByLabel('json/plain', { exact: true }).check();
  await page.getByText('Task Queue is Active').waitFor();
  await pictureOf(page, `start-form-${workflowId}`);
  const started = await submitted(page, page.getByTestId('start-workflow-button'));
  if (!started.ok()) throw new Error(`the UI could not start ${workflowId}: ${await started.text()}`);
}

async function scheduleByForm(page: Page, namespace: string, name: string, cron: string, input: string): Promise<void> {
  await page.goto(`${namespace}/schedules/create`);
  await page.getByTestId('schedule-name-input').fill(name);
  await page.getByTestId('schedule-type-input').fill('generateDatasetWorkflow');
  await page.getByTestId('schedule-workflow-id-input').fill(name);
  await page.getByTestId('schedule-task-queue-input').fill('convrecstudio');
  await page.locator('#schedule-payload-input').getByRole('textbox').fill(input);
  await page.getByPlaceholder('* * * * *').fill(cron);
  const created = await submitted(page, page.getByTestId('create-schedule-button'));
  if (!created.ok()) throw new Error(`the UI could not make the schedule ${name}: ${await created.text()}`);
}

/** Presses a form's button, again where nothing came of it: on a busy machine the form is still drawn anew beneath a click. */
async function submitted(page: Page, button: Locator, path = ''): Promise<Response> {
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().includes(path),
  );
  for (;;) {
    await button.press('Enter');
    const answer = await Promise.race([answered, page.waitForTimeout(10_000)]);
    if (answer !== undefined) return answer;
  }
}
