import type { Page } from '@playwright/test';
import { HOSTILE } from '../fixtures/hostile';
import { expect, settled, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

/** Nothing of it became part of the page, and nothing ran. The watch of every test sees what the policy stopped. */
async function isInert(page: Page): Promise<void> {
  await settled(page);
  expect(await page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined();
  const strange = 'img, iframe, object, base, math, [onerror], [onload], [onfocus], [ontoggle], [srcdoc], #clobber, a[href^="javascript:" i], meta[http-equiv=refresh i]';
  await expect(page.locator(strange)).toHaveCount(0);
}

test('takes what strangers say and write for text', async ({ page, open, api, watch }) => {
  watch.expect(404, /customers\/%3Cimg/);
  test.setTimeout(120_000);
  page.on('dialog', () => {
    throw new Error('A script of a stranger has run.');
  });
  const all = HOSTILE.join(' | ');
  const voice = await Voice.connect(api, HOSTILE[1]);
  const call = await voice.call({
    script: {
      outcome: 'answered',
      title: HOSTILE[2],
      summary: all,
      terminationReason: HOSTILE[4],
      dataCollection: Object.fromEntries(HOSTILE.map((text, index) => [`${index.toString()} ${text}`, text])),
      turns: HOSTILE.flatMap((text) => [
        { role: 'agent', text } as const,
        { role: 'user', text } as const,
        { role: 'agent', tool: { name: text, params: { [text]: text }, result: { [text]: text }, isError: true } } as const,
      ]),
    },
  });
  for (const [index, text] of HOSTILE.entries()) {
    const phone = `+120255501${(50 + index).toString()}`;
    await api.createCustomer({ phone, name: text.slice(0, 120), notes: all, tags: [text.slice(0, 40).replaceAll(',', ' ')] });
  }
  const [customer] = await api.customers();

  await open('/');
  await isInert(page);
  await page.goto('/customers/');
  await isInert(page);
  for (const text of HOSTILE) await expect(page.getByText(text.slice(0, 120)).first()).toBeAttached();
  for (const text of HOSTILE.slice(0, 3)) {
    await page.goto(`/customers/?q=${encodeURIComponent(text)}`);
    await isInert(page);
  }
  await page.goto(`/customers/customer/?id=${customer?.id ?? ''}`);
  await isInert(page);
  await expect(page.getByText(all)).toBeVisible();
  await page.goto('/calls/');
  await isInert(page);
  await page.goto(`/calls/call/?id=${call.id}`);
  await isInert(page);
  await expect(page.getByText(all)).toBeVisible();
  for (const folded of await page.locator('summary').all()) await folded.click();
  await isInert(page);
  await page.goto('/settings/agents/');
  await isInert(page);
  await expect(page.getByRole('cell').locator('bdi', { hasText: HOSTILE[1] })).toBeVisible();
  await page.goto(`/customers/customer/?id=${encodeURIComponent(HOSTILE[1])}#${HOSTILE[2]}`);
  await isInert(page);
});
