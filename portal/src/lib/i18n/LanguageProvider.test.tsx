import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { LanguageProvider, useLanguage } from './LanguageProvider';
import { languageOf } from './language';

let control: ReturnType<typeof useLanguage>;

function Shown() {
  const choice = useLanguage();
  control = choice;
  return <p>{choice.language}</p>;
}

beforeEach(() => {
  document.documentElement.lang = 'en';
});

it('follows the person, and goes back to the choice of the browser', async () => {
  render(
    <LanguageProvider loading={null}>
      <Shown />
    </LanguageProvider>,
  );
  await screen.findByText('en');
  act(() => control.follow('ar'));
  await screen.findByText('ar');
  expect(localStorage.getItem('navaia.person-language')).toBe('ar');
  expect(localStorage.getItem('navaia.language')).toBeNull();
  act(() => control.follow(null));
  await screen.findByText('en');
  expect(localStorage.getItem('navaia.person-language')).toBeNull();
  act(() => control.choose('ar'));
  await screen.findByText('ar');
  act(() => control.follow(null));
  await screen.findByText('ar');
});

it('knows which of its languages a tag asks for', () => {
  expect(['ar', 'ar-SA', 'EN-gb', 'fr', '', undefined].map(languageOf)).toEqual(['ar', 'ar', 'en', null, null, null]);
});
