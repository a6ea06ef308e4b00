import { expect, settled, test } from '../fixtures/test';

test('finds a customer and goes to places from anywhere', async ({ page, open, api }) => {
  await api.createCustomer({ phone: '+12025550111', name: 'Maya Lindqvist' });
  await open('/');
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Search customers, or type a command')).toBeFocused();
  await page.keyboard.type('lindq');
  await page.getByRole('button', { name: /Maya Lindqvist/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Maya Lindqvist');
  // Keys belong to the palette until it has closed.
  await expect(page.getByPlaceholder('Search customers, or type a command')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Example Clinic');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
});

test('walks over the rows of a list and selects', async ({ page, open, api }) => {
  await api.createCustomer({ phone: '+12025550111', name: 'Maya Lindqvist' });
  await api.createCustomer({ phone: '+12025550112', name: 'Omar Haddad' });
  await open('/customers/');
  await page.getByRole('link', { name: 'Omar Haddad' }).focus();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Maya Lindqvist' })).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('checkbox', { name: 'Select Maya Lindqvist' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Maya Lindqvist');
});

test('skips to the content, and names each page in its title', async ({ page, open }) => {
  await open('/customers/');
  await expect(page).toHaveTitle('Customers · Navaia');
  // A page that is loaded starts at its top; one that was gone to starts at its heading.
  await page.reload();
  await settled(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
  await page.getByRole('link', { name: 'Home' }).click();
  await settled(page);
  await expect(page).toHaveTitle('Example Clinic · Navaia');
});

test('changes language and colours without a reload', async ({ page, open }) => {
  await open('/customers/');
  await page.getByRole('button', { name: /Robin Example/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.getByRole('menuitemradio', { name: 'العربية' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('العملاء');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.reload();
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('العملاء');
});
