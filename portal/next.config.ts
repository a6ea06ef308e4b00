import type { NextConfig } from 'next';
import { compileMessages } from './scripts/compile-messages.mjs';

compileMessages();

const config: NextConfig = {
  output: 'export',
  // Every page is a folder with an index.html, so a plain file server needs no rewriting.
  trailingSlash: true,
  reactStrictMode: true,
  // `npm run typecheck` does it, also for what is not built.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@mantine/notifications', '@mantine/spotlight'] },
  turbopack: {
    resolveAlias: {
      '@messages/en.json': './.messages/en.json',
      '@messages/ar.json': './.messages/ar.json',
      '@messages/account.en.json': './.messages/account.en.json',
      '@messages/account.ar.json': './.messages/account.ar.json',
      '@messages/administration.en.json': './.messages/administration.en.json',
      '@messages/administration.ar.json': './.messages/administration.ar.json',
      '@messages/bulk.en.json': './.messages/bulk.en.json',
      '@messages/bulk.ar.json': './.messages/bulk.ar.json',
      '@messages/dashboard.en.json': './.messages/dashboard.en.json',
      '@messages/dashboard.ar.json': './.messages/dashboard.ar.json',
      '@messages/invitation.en.json': './.messages/invitation.en.json',
      '@messages/invitation.ar.json': './.messages/invitation.ar.json',
      '@messages/simulator.en.json': './.messages/simulator.en.json',
      '@messages/simulator.ar.json': './.messages/simulator.ar.json',
      'use-intl/format-message': 'use-intl/format-message/format-only',
    },
  },
};

export default config;
