import type { Page } from '@playwright/test';
import { choose, firstLook, look as lookAt } from '../fixtures/look';
import { expect, settled, signIn, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

const SIGNED_IN = {
  home: '/',
  customers: '/customers/',
  'customers-search': '/customers/?q=a',
  'customers-none': '/customers/?q=nobodyhasthisname',
  'customers-deleted': '/customers/?show=deleted',
  'customer-new': '/customers/?new=1',
  calls: '/calls/',
  'calls-none': '/calls/?status=skipped',
  'calls-days': '/calls/?days=some',
  simulator: '/simulator/',
  profile: '/account/profile/',
  sessions: '/account/sessions/',
  password: '/account/password/',
};
const EMPTY = { home: '/', customers: '/customers/', 'customers-deleted': '/customers/?show=deleted', calls: '/calls/', simulator: '/simulator/' };
const READS = /\/v1\/(customers|calls|overview\/dashboard|operations|settings|auth\/sessions|auth\/me\/preferences)|\/simulator\/control/;

for (const language of ['en', 'ar'] as const) {
  test.describe(language, () => {
    test.setTimeout(240_000);
    test.beforeEach(async ({ page }) => choose(page, language));

    const look = (page: Page, name: string) => lookAt(page, name, language);

    async function visit(page: Page, prefix: string, pages: Record<string, string>): Promise<void> {
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await settled(page);
        await look(page, `${prefix}-${name}`);
      }
    }

    test('before signing in', async ({ page }) => {
      for (const name of ['login', 'register']) {
        await page.goto(`/${name}/`);
        await expect(page.locator('form')).toBeVisible();
        await look(page, name);
      }
      await page.goto('/invitation/#token=of-nobody');
      await expect(page.locator('form')).toBeVisible();
      await look(page, 'invitation');
      await page.reload();
      await expect(page.locator('h1')).toBeVisible();
      await look(page, 'invitation-ended');
    });

    test('signed in', async ({ page, watch }) => {
      watch.expect(404, /./);
      const demo = JSON.parse(process.env.DEMO ?? '') as { email: string; password: string };
      await page.goto('/login/');
      await signIn(page, demo.email, demo.password);
      for (const [name, path] of Object.entries(SIGNED_IN)) {
        await page.goto(path);
        await settled(page);
        if (path.includes('new=1')) await expect(page.getByRole('dialog').locator('input[type=tel]')).toBeFocused();
        await look(page, name);
      }
      await page.goto('/customers/');
      await settled(page);
      for (const box of (await page.locator('tbody input[type=checkbox]').all()).slice(0, 2)) await box.check();
      await look(page, 'customers-selected');
      await page.goto('/customers/?q=maya');
      await settled(page);
      await page.locator('[data-row-link]').first().click();
      await expect(page.locator('#details-of-customer')).toBeVisible();
      await settled(page);
      await look(page, 'customer');
      for (const opener of (await page.locator('#content button[aria-label*=":"]').all()).reverse()) await opener.click();
      await settled(page);
      await look(page, 'customer-editing');
      await page.goto('/calls/');
      await settled(page);
      await page.locator('[data-row-link]').first().click();
      await expect(page.locator('li[data-role]').first()).toBeVisible();
      await settled(page);
      for (const folded of await page.locator('summary').all()) await folded.click();
      await look(page, 'call');
      await page.goto('/nothing/here/');
      await expect(page.locator('h1')).toBeVisible();
      await look(page, 'not-found');
    });

    test('empty, and with an error', async ({ page, open, api, watch }) => {
      watch.expect(404, /voice-connection/);
      watch.expect(500, READS);
      await open('/');
      await visit(page, 'empty', EMPTY);
      const voice = await Voice.connect(api);
      const { id, customerId = '' } = await voice.call({ script: { scenario: 'booking' } });
      await page.route(READS, (route) => route.fulfill({ status: 500, body: '{}' }));
      const records = { customer: `/customers/customer/?id=${customerId}`, call: `/calls/call/?id=${id}`, sessions: '/account/sessions/' };
      await visit(page, 'error', { ...EMPTY, ...records });
    });

    test('whose call it was, and which calls are not understood', async ({ page, open, api }) => {
      await api.createCustomer({ phone: '+12025550123', name: 'Maya Lindqvist' });
      await api.createCustomer({ phone: '+12025550124' });
      const voice = await Voice.connect(api);
      await voice.call({ person: 'anonymous' });
      const { id } = await voice.call({ person: '1001' });
      await open('/calls/?number=not_understood');
      await expect(page.locator('tbody tr[data-index]')).toHaveCount(1);
      await expect(page.locator('tbody tr[data-index] button')).toBeVisible();
      await look(page, 'calls-not-understood');
      await page.goto(`/calls/call/?id=${id}`);
      await settled(page);
      await expect(page.locator('#content bdi', { hasText: '1001' }).first()).toBeVisible();
      await look(page, 'call-not-understood');
      await page.locator('#content section button').click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('textbox')).toBeFocused();
      await look(page, 'call-whose');
      await dialog.getByRole('textbox').fill('1202555012');
      await expect(dialog.getByRole('listitem')).toHaveCount(2);
      await look(page, 'call-whose-found');
      await dialog.getByRole('textbox').fill('nobodyhasthisname');
      await expect(dialog.getByRole('listitem')).toHaveCount(0);
      await expect(dialog.getByRole('status')).not.toBeEmpty();
      await look(page, 'call-whose-nobody');
    });

    test('what reports leave out, and what is unusual', async ({ page, open, api }) => {
      const voice = await Voice.connect(api);
      const { id } = await api.createCustomer({ phone: '+966201234567', name: 'Maya Lindqvist', otherPhones: [{ phone: '+12112345678', label: 'work' }] });
      const error = { termination_reason: 'end_call tool was called.', error: { code: 1011, reason: 'LLM generation failed' } };
      const broken = await voice.report({ transcript: [{ role: 'user', message: 'Are you open on Friday?', time_in_call_secs: 3 }], metadata: error });
      const leftOut = await voice.report({ user_message_count: 5 });
      const untold = await voice.report({});
      await open('/');
      await expect(page.locator('rect[data-series=unknown]')).toBeVisible();
      await look(page, 'home-unknown');
      const pages = { 'call-broken': broken, 'call-left-out': leftOut, 'call-untold': untold };
      await visit(page, 'reports', Object.fromEntries(Object.entries(pages).map(([name, call]) => [name, `/calls/call/?id=${call.id}`])));
      await visit(page, 'unusual', { customers: '/customers/', customer: `/customers/customer/?id=${id}` });
    });

    test('the menus and dialogs', async ({ page, open }) => {
      await open('/');
      if (firstLook(language).width < 768) await page.locator('button[aria-expanded]').first().click();
      await page.locator('nav button[aria-haspopup=menu]').click();
      await expect(page.getByRole('menu')).toBeVisible();
      await look(page, 'menu');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog').locator('input')).toBeFocused();
      await look(page, 'palette');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await look(page, 'keys');
    });
  });
}
