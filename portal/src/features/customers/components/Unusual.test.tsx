import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { customer } from '@/testing/records';
import { render } from '@/testing/render';
import { OtherPhonesField, PrimaryPhoneField } from './details/phoneFields';
import { Unusual } from './Unusual';

const SAUDI = 'Saudi Arabia: no range of numbers like this is known. It may be new, or mistyped.';
const edit = () => Promise.resolve();

it('says nothing of a number of a range that is known', () => {
  render(<Unusual number="+966501234567" check="valid" explained />);
  expect(screen.queryByText('Unusual number')).toBeNull();
  expect(screen.queryByText(/no range/i)).toBeNull();
});

it('marks an unusual number, and says in which country no such range is known', () => {
  render(<Unusual number="+966201234567" check="unusual" />);
  expect(screen.getByText('Unusual number').closest('[title]')?.getAttribute('title')).toBe(SAUDI);
  expect(screen.queryByText(SAUDI)).toBeNull();
});

it('names the code where several countries have it', () => {
  render(<Unusual number="+12112345678" check="unusual" explained />);
  expect(screen.getByText(/^No range of numbers like this is known under the country code .?\+1.?\. It may be new, or mistyped\.$/)).toBeTruthy();
});

it('explains it beside every number of a customer', () => {
  const strange = customer({
    phone: '+966201234567',
    phoneCheck: 'unusual',
    otherPhones: [
      { phone: '+12025550131', phoneCheck: 'valid' },
      { phone: '+971312345678', phoneCheck: 'unusual', label: 'work' },
    ],
  });
  render(
    <>
      <PrimaryPhoneField customer={strange} edit={edit} readOnly />
      <OtherPhonesField customer={strange} edit={edit} readOnly />
    </>,
  );
  expect(screen.getByText(SAUDI)).toBeTruthy();
  const lines = [...document.querySelectorAll('li')].map((line) => line.textContent);
  expect(lines[0]).not.toContain('Unusual');
  expect(lines[1]).toContain('United Arab Emirates: no range of numbers like this is known.');
});
