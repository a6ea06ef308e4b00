import { test as base, expect } from '@playwright/test';
import { Auditor } from '../fixtures/lighthouse';

const test = base.extend<{ auditor: Auditor }>({
  auditor: async ({ launchOptions }, use) => {
    const auditor = await Auditor.start(launchOptions);
    await use(auditor);
    await auditor.stop();
  },
});

test.describe.configure({ timeout: 5 * 60_000 });

for (const [name, path] of [
  ['log-in', '/login/'],
  ['dashboard', '/'],
  ['customers', '/customers/'],
] as const) {
  test(`Lighthouse finds nothing wrong with the page ${name}`, async ({ auditor }) => {
    if (path !== '/login/') await auditor.signIn();
    for (const category of ['accessibility', 'best-practices'] as const) {
      const { score, faults } = await auditor.audit(path, category);
      expect(faults, category).toEqual([]);
      expect(score, category).toBe(100);
    }
  });
}
