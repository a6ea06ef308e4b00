import { Session } from './session';

const LOCK = 'navaia.session';
const MARK = 'navaia.signed-in';

function openChannel() {
  if (typeof BroadcastChannel === 'undefined') return { post: () => undefined, listen: () => undefined };
  const channel = new BroadcastChannel(LOCK);
  return {
    post: (message: unknown) => channel.postMessage(message),
    listen: (heard: (message: unknown) => void) => {
      channel.onmessage = (event) => heard(event.data);
    },
  };
}

/** The session of this browser. */
export const session = new Session({
  now: () => Date.now(),
  exclusively: async (work) => {
    // Absent where the page is not in a secure context; the portal says so before it gets here.
    const locks = typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);
    return locks ? await locks.request(LOCK, work) : work();
  },
  channel: openChannel(),
  mark: {
    read: () => localStorage.getItem(MARK) !== null,
    write: (signedIn) => {
      if (signedIn) localStorage.setItem(MARK, '1');
      else localStorage.removeItem(MARK);
    },
  },
  startAnew: () => window.location.assign('/'),
});
