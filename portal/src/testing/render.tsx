import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render as renderInto } from '@testing-library/react';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { session } from '@/lib/api';
import account from '../../messages/account.en.json';
import administration from '../../messages/administration.en.json';
import calls from '../../messages/calls.en.json';
import bulk from '../../messages/bulk.en.json';
import dashboard from '../../messages/dashboard.en.json';
import en from '../../messages/en.json';
import newCustomer from '../../messages/newCustomer.en.json';
import registration from '../../messages/registration.en.json';
import simulator from '../../messages/simulator.en.json';
import { person } from './records';

/** Renders below what every page of a person who is signed in has around it. */
export function render(children: ReactNode) {
  session.signedIn({ accessToken: 'token', expiresIn: 300, ...person });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return renderInto(
    <IntlProvider
      locale="en-GB"
      messages={{ ...en, ...account, ...administration, ...bulk, ...calls, ...dashboard, ...newCustomer, ...registration, ...simulator }}
      timeZone="UTC"
      onError={(error) => {
        throw error;
      }}
    >
      <MantineProvider env="test">
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </MantineProvider>
    </IntlProvider>,
  );
}
