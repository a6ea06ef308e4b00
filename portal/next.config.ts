import { readdirSync } from 'node:fs';
import type { NextConfig } from 'next';
import { compileMessages } from './scripts/compile-messages.mjs';

compileMessages();

/** Every file of texts, as it is compiled. */
const compiledMessages = Object.fromEntries(readdirSync('messages').map((file) => [`@messages/${file}`, `./.messages/${file}`]));

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
      ...compiledMessages,
      'use-intl/format-message': 'use-intl/format-message/format-only',
    },
  },
};

export default config;
