import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  testIgnore: [
    // The tour is for a stack that runs already, and needs what that stack has kept.
    ...(process.env.PORTAL_URL ? [] : ['tour/**']),
    // These need thousands of customers and calls, which the demo has if it is asked to.
    ...(process.env.DEMO_SIZE === 'large' ? [] : ['large/**', 'bench/**']),
  ],
  globalSetup: './e2e/fixtures/stack.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./e2e/coverage/reporter.ts']],
  use: {
    viewport: { width: 1280, height: 820 },
    locale: 'en-GB',
    // Another zone than that of the demo's business, so that both clocks are seen.
    timezoneId: 'Asia/Riyadh',
    // Traces take longer than the tests: `npm run e2e -- --trace=retain-on-failure` makes them for a closer look.
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
