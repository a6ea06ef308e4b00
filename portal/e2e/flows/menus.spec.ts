import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';

const menu = (page: Page) => page.getByRole('button', { name: /Robin Example/ });
const item = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: true });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('goes to every place by the palette', async ({ page, open, watch }) => {
  watch.expect(404, /voice-connection/);
  await open('/');
  const commands = page.getByRole('dialog').getByRole('button');
  const openPalette = async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^Search/ }).click();
    await expect(commands.first()).toBeVisible();
  };
  await openPalette();
  const places = {
    Home: 'Example Clinic',
    Customers: 'Customers',
    Calls: 'Calls',
    Inbox: 'Inbox',
    Settings: 'Business',
    Simulator: 'Simulator',
    'New customer': 'Customers',
    'Deleted customers': 'Deleted customers',
    'Voice connection': 'Voice connection',
    'Voice agents': 'Voice agents',
    'My profile': 'My profile',
    'My sessions': 'My sessions',
    'Change password': 'Change password',
  };
  await expect(commands).toHaveText(Object.keys(places));
  for (const [name, title] of Object.entries(places)) {
    if (name !== 'Home') await openPalette();
    await commands.getByText(name, { exact: true }).click();
    await expect(heading(page)).toHaveText(title);
    if (name === 'Home') continue;
    await page.goBack();
    await expect(heading(page)).toHaveText(places.Home);
  }
});

test('goes to what is one’s own by the menu, and chooses colours there', async ({ page, open }) => {
  await open('/customers/');
  await menu(page).click();
  await item(page, 'My sessions').click();
  await expect(heading(page)).toHaveText('My sessions');
  await menu(page).click();
  await item(page, 'Change password').click();
  await expect(heading(page)).toHaveText('Change password');
  await page.emulateMedia({ colorScheme: 'dark' });
  await menu(page).click();
  for (const [name, scheme] of [
    ['Light', 'light'],
    ['Like the system', 'dark'],
  ] as const) {
    await page.getByRole('menuitemradio', { name, exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
  }
});

test('has its keys in a list', async ({ page, open }) => {
  await open('/customers/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^Keyboard/ }).click();
  const list = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(list.getByRole('row', { name: /New customer/ })).toContainText('c');
  await list.getByRole('button', { name: 'Close' }).click();
  await expect(list).toHaveCount(0);
});

test('has a menu where the window is narrow', async ({ page, open }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await open('/customers/');
  const places = page.getByRole('navigation', { name: 'Main' });
  await expect(places).toBeHidden();
  await page.getByRole('button', { name: 'Open menu' }).click();
  await expect(places).toBeVisible();
  await places.getByRole('button', { name: 'Close menu' }).click();
  await expect(places).toBeHidden();
});

for (const path of ['/login/', '/register/']) {
  test(`shows what is typed as a password, and turns to the other language: ${path}`, async ({ page }) => {
    await page.goto(path);
    const password = page.getByLabel('Password', { exact: true });
    await password.fill('a long enough secret');
    await expect(password).toHaveAttribute('type', 'password');
    await page.getByRole('button', { name: 'Show or hide the password' }).click();
    await expect(password).toHaveAttribute('type', 'text');
    await page.getByRole('button', { name: 'العربية' }).click();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  });
}
