import { useEffect, useRef } from 'react';
import { isTyping } from '@/lib/keys';
import { paths, useGo } from '@/lib/navigation';
import { useMay, usePerson } from '@/lib/useSession';
import { openPalette } from '../model/palette';
import { placesOf } from '../model/places';

/** `g` waits so long for the letter of a place. */
const SECOND_KEY_MS = 1200;

/** Ctrl-K works everywhere; `?`, `c`, and `g` with the letter of a place work but where one types. */
export function useKeys({ help }: { help: () => void }): void {
  const go = useGo();
  const { role } = usePerson().user;
  const mayCreate = useMay('customers.edit');
  const gPressedAt = useRef(-Infinity);
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      // A dialog has its own keys.
      if (document.querySelector('[role="dialog"]')) return;
      const place = event.timeStamp - gPressedAt.current < SECOND_KEY_MS ? placesOf(role).find(({ letter }) => letter === event.key) : undefined;
      gPressedAt.current = -Infinity;
      if (place) go(place.path);
      else if (event.key === 'g') gPressedAt.current = event.timeStamp;
      else if (event.key === '?') help();
      else if (event.key === 'c' && mayCreate) go(paths.newCustomer);
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [go, help, mayCreate, role]);
}
