import { NIGHTS, VIEWERS } from '../../src/testing/nights';
import { expect, settled, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

/** Two of the cases that unit tests go through: an hour that comes twice, and one that is left out where the viewer has another day. */
const CASES = [
  { city: 'New York', night: 'autumn', viewer: 'Pacific/Auckland' },
  { city: 'Sydney', night: 'spring', viewer: 'America/Los_Angeles' },
] as const;

for (const { city, night, viewer } of CASES) {
  test.describe(`somebody in ${viewer}`, () => {
    test.use({ timezoneId: viewer });

    test(`sees the ${night} night in ${city} on the clock there, and on their own`, async ({ page, open, api }) => {
      const found = NIGHTS.find((each) => each.city === city && each.night === night);
      if (!found) throw new Error(`No ${night} night in ${city}.`);
      await api.send('PATCH', '/v1/settings', { body: { timeZone: found.zone }, headers: { 'if-match': '"1"' } });
      const voice = await Voice.connect(api);
      await open('/calls/');
      for (const { at, there, yours } of found.moments) {
        const { id } = await voice.call({ startedAt: at, script: { scenario: 'price_question' } });
        await page.goto(`/calls/call/?id=${id}`);
        await settled(page);
        const time = page.locator('time').filter({ hasText: 'your time' });
        const [day, clock] = there.split(', ');
        // The year is said when it is over.
        await expect(time).toHaveText(new RegExp(`^${day ?? ''}( 2026)?, ${clock ?? ''}${city} · ${yours[VIEWERS.indexOf(viewer)] ?? ''} your time$`));
      }
    });
  });
}
