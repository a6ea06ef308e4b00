import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'export',
  // Every page is a folder with an index.html, so a plain file server needs no rewriting.
  trailingSlash: true,
  reactStrictMode: true,
  // `npm run typecheck` does it, also for what is not built.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@mantine/notifications', '@mantine/spotlight'] },
};

export default config;
