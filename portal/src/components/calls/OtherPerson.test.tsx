import { expect, it } from 'vitest';
import { call } from '@/testing/records';
import { render } from '@/testing/render';
import type { Call } from './call';
import { CallStatus } from './CallStatus';
import { OtherPerson } from './OtherPerson';

function shown(one: Call): string {
  const { container, unmount } = render(<div data-testid="who"><OtherPerson call={one} /></div>);
  const text = container.querySelector('[data-testid=who]')?.textContent ?? '';
  unmount();
  return text;
}

it.each([
  ['phone', 'Number not known'],
  ['sms', 'Text messages'],
  ['whatsapp', 'WhatsApp'],
  ['web', 'Conversation on the web'],
  ['other', 'Another channel'],
  ['of_a_later_api', 'Number not known'],
])('says on which channel it was where there is no number (%s)', (channel, text) => {
  const on = channel as NonNullable<Call['channel']>;
  const { from, direction, ...nobody } = call({ channel: on });
  expect([from, direction]).not.toContain(undefined);
  expect(shown(nobody)).toBe(text);
  expect(shown(call({ channel: on }))).toBe('+1 202 555 0123');
});

it('tells a call of which nothing is known from one that failed', () => {
  const colourOf = (status: Call['status']) => {
    const { container, unmount } = render(<CallStatus status={status} />);
    const colour = container.querySelector<HTMLElement>('.mantine-Badge-root')?.style.getPropertyValue('--badge-color');
    unmount();
    return colour;
  };
  expect(colourOf('failed')).toContain('red');
  expect(colourOf('outcome_unknown')).not.toContain('red');
});
