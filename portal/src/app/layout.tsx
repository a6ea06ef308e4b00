import '@mantine/core/styles.css';
import './global.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { AppRoot } from './AppRoot';

export const metadata: Metadata = { icons: '/icon.svg', robots: 'noindex' };
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // boot.js has set language, direction and colours before React looks at them.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script src="/boot.js" />
      </head>
      <body>
        <AppRoot>{children}</AppRoot>
      </body>
    </html>
  );
}
