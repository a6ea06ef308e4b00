import type { Page } from '@playwright/test';
import { look as lookAt } from '../fixtures/look';
import { expect, settled, signIn, test } from '../fixtures/test';

const LOOKS = [
  { language: 'en', colours: 'light', width: 1280, height: 820 },
  { language: 'ar', colours: 'dark', width: 390, height: 800 },
] as const;

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

for (const { language, colours, width, height } of LOOKS) {
  test.describe(`${language}, ${colours}, ${width.toString()} px`, () => {
    test.use({ viewport: { width, height }, colorScheme: colours });
    test.beforeEach(async ({ page }) => {
      await page.addInitScript((chosen) => localStorage.setItem('navaia.language', chosen), language);
    });

    const look = (page: Page, name: string) => lookAt(page, name, { language, colours, width, height });

    test('before signing in', async ({ page }) => {
      for (const name of ['login', 'register']) {
        await page.goto(`/${name}/`);
        await expect(page.locator('form')).toBeVisible();
        await look(page, name);
      }
    });

    test('signed in', async ({ page, watch }) => {
      test.setTimeout(300_000);
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

    test('the menus and dialogs', async ({ page, open }) => {
      await open('/');
      if (width < 768) await page.locator('button[aria-expanded]').first().click();
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
