import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { LanguageProvider, useLanguage } from './LanguageProvider';
import { languageOf } from './language';

function Shown() {
  const { language, choose, follow } = useLanguage();
  return (
    <>
      <p>{language}</p>
      <button onClick={() => follow('ar')}>follow</button>
      <button onClick={() => follow(null)}>leave</button>
      <button onClick={() => choose('ar')}>choose</button>
    </>
  );
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
  fireEvent.click(screen.getByText('follow'));
  await screen.findByText('ar');
  expect(localStorage.getItem('navaia.person-language')).toBe('ar');
  expect(localStorage.getItem('navaia.language')).toBeNull();
  fireEvent.click(screen.getByText('leave'));
  await screen.findByText('en');
  expect(localStorage.getItem('navaia.person-language')).toBeNull();
  fireEvent.click(screen.getByText('choose'));
  await screen.findByText('ar');
  fireEvent.click(screen.getByText('leave'));
  expect(localStorage.getItem('navaia.language')).toBe('ar');
  await screen.findByText('ar');
});

it('knows which of its languages a tag asks for', () => {
  expect(['ar', 'ar-SA', 'EN-gb', 'fr', '', undefined].map(languageOf)).toEqual(['ar', 'ar', 'en', null, null, null]);
});
