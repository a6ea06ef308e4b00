import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { Workspace } from '../fixtures/simulator';
import { choose, look as lookAt } from '../fixtures/look';
import { expect, settled, test } from '../fixtures/test';

const PAGES = { settings: '/settings/', voice: '/settings/voice/', agents: '/settings/agents/', audit: '/settings/audit/', inbox: '/operations/' };
const EMPTY = { ...PAGES, 'voice-connect': '/settings/voice/?edit=key' };
const FULL = {
  voice: '/settings/voice/',
  'voice-edit': '/settings/voice/?edit=secret',
  agents: '/settings/agents/',
  'agents-new': '/settings/agents/?new=1',
  audit: '/settings/audit/',
  'audit-none': '/settings/audit/?month=2020-01',
  'audit-record': '/settings/audit/?record=01K5P1V8W0NEVERMADE0000000',
  inbox: '/operations/',
  'inbox-none': '/operations/?state=processed&to=2020-01-01',
  'inbox-order': '/operations/?from=2026-01-02&to=2026-01-01',
};

for (const language of ['en', 'ar'] as const) {
  test.describe(`settings and inbox: ${language}`, () => {
    test.setTimeout(240_000);
    test.beforeEach(async ({ page }) => choose(page, language));
    const look = (page: Page, name: string) => lookAt(page, name, language);

    async function visit(page: Page, prefix: string, pages: Record<string, string>): Promise<void> {
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await settled(page);
        if (/new=1|edit=/.test(path)) await expect(page.getByRole('dialog').locator('input').first()).toBeVisible();
        await look(page, `${prefix}-${name}`);
      }
    }

    test('empty, and with an error', async ({ page, open, watch }) => {
      watch.expect(404, /voice-connection/);
      watch.expect(500, /./);
      await open('/settings/');
      await visit(page, 'empty', EMPTY);
      await page.route(/\/v1\/(settings|operations|audit)/, (route) => route.fulfill({ status: 500, body: '{}' }));
      await visit(page, 'error', PAGES);
    });

    test('full', async ({ page, open, api }) => {
      const [known, unknown] = [`agent_${randomUUID()}`, `agent_${randomUUID()}`];
      const workspace = await Workspace.connect(api, [known, unknown]);
      const name = 'قسم الاستقبال <b>Reception</b> of a practice with a very long name indeed';
      await api.send('POST', '/v1/settings/voice-agents', { body: { agentId: known, name, phoneNumber: '+12025550140', provider: 'twilio' } });
      await workspace.call(known, 'processed');
      await workspace.call(unknown, 'unclaimed');
      await workspace.call(known, 'unreadable', { webhookFault: 'garbage' });
      await open('/settings/');
      for (const opener of (await page.locator('#content button[aria-label*=":"]').all()).reverse()) await opener.click();
      await settled(page);
      await look(page, 'full-settings-editing');
      await visit(page, 'full', FULL);
      await page.goto('/operations/?state=unclaimed');
      await settled(page);
      // The row is shown in the drawer until it is read again: what changes while axe looks at it cannot be judged.
      const readAgain = page.waitForResponse(/\/v1\/operations\/inbox\?from=/);
      await page.locator('[data-row-link]').first().click();
      await expect(page.getByRole('dialog').locator('dl')).toBeVisible();
      await readAgain;
      await settled(page);
      await look(page, 'full-delivery');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.locator('#content button').last().click();
      await expect(page.getByRole('dialog').locator('p').first()).toBeVisible();
      await look(page, 'full-replay-all');
      await page.getByRole('dialog').getByRole('button').last().click();
      await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
      await look(page, 'full-replay-all-done');
      // What was delivered can be read where nothing could be made of it, with why and where.
      await page.goto('/operations/?state=unreadable');
      await settled(page);
      const readUnreadable = page.waitForResponse(/\/v1\/operations\/inbox\?from=/);
      await page.locator('[data-row-link]').first().click();
      const drawer = page.getByRole('dialog');
      await expect(drawer.locator('dl')).toBeVisible();
      await readUnreadable;
      await settled(page);
      await expect(drawer.getByRole('alert')).toHaveCount(2);
      await look(page, 'full-delivery-defect');
      await drawer.locator('.mantine-Button-root').first().click();
      await expect(drawer.getByRole('region')).toContainText('{"data"');
      await drawer.getByRole('region').scrollIntoViewIfNeeded();
      await look(page, 'full-delivery-body');
      await page.goto('/settings/');
      await settled(page);
      const preview = page.locator('[aria-labelledby=preview-of-collected-data]');
      await preview.getByRole('button').click();
      await expect(preview.getByRole('listitem').first()).toBeVisible();
      await preview.scrollIntoViewIfNeeded();
      await look(page, 'full-settings-preview');
      await page.goto('/settings/agents/');
      await settled(page);
      await page.locator('tbody button').first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await look(page, 'full-agent-remove');
    });

    test('the day of a quota that is used up', async ({ page, open, api }) => {
      await Workspace.connect(api, []);
      await page.route('**/v1/settings/voice-connection', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...((await response.json()) as object), dayQuotaReachedAt: '2026-11-01T11:00:00Z' } });
      });
      await open('/operations/');
      await expect(page.locator('#content').getByRole('alert')).toBeVisible();
      await look(page, 'quota-used-up');
    });
  });
}
