import { useEffect, useState } from 'react';
import { isRegistrationOpen } from '../api/sessions';

/** Whether anybody may register a business here; undefined until it is known, or if nobody answers. */
export function useRegistration(): boolean | undefined {
  const [isOpen, setIsOpen] = useState<boolean>();
  useEffect(() => {
    const asking = new AbortController();
    void isRegistrationOpen(asking.signal).then(setIsOpen, () => undefined);
    return () => asking.abort();
  }, []);
  return isOpen;
}
