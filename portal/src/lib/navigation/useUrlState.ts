import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

type Params = Readonly<Record<string, string | null>>;

/**
 * The state of a page that belongs into its address. `push` makes a step that the back button undoes; `replace` does
 * not, for what changes with every key.
 */
export function useUrlState() {
  const params = useSearchParams();
  const write = useCallback((changes: Params, how: 'push' | 'replace' = 'push') => {
    const next = written();
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    const query = next.toString();
    const address = window.location.pathname + (query ? `?${query}` : '');
    if (address === window.location.pathname + window.location.search) return;
    if (how === 'push') window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
  }, []);
  return { params, write, written };
}

/** The address as it was written last, which the page may not show yet: what changes a part of it begins there. */
function written(): URLSearchParams {
  return new URLSearchParams(window.location.search);
}
