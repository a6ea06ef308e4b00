import { useEffect, useState } from 'react';

/**
 * The token of the link that opened the page; null where there is none. It is taken out of the address bar at once:
 * whoever looks at the screen, or at the history of the browser, does not have it.
 */
export function useInvitationToken(): string | null {
  const [token] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token') || null);
  useEffect(() => {
    if (window.location.hash !== '') window.history.replaceState(null, '', window.location.pathname);
  }, []);
  return token;
}
