import { useCallback, useEffect, useState } from 'react';

const SECOND_MS = 1000;

/** Whole seconds that are left, down to 0. Goes by the clock, so a tab that slept is right when it wakes. */
export function useCountdown(): { secondsLeft: number; start: (seconds: number) => void } {
  const [until, setUntil] = useState(0);
  const [secondsLeft, setSecondsLeft] = useState(0);

  useEffect(() => {
    if (until === 0) return;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((until - Date.now()) / SECOND_MS));
      setSecondsLeft(rest);
      if (rest === 0) setUntil(0);
    }, SECOND_MS / 4);
    return () => clearInterval(timer);
  }, [until]);

  const start = useCallback((seconds: number) => {
    setSecondsLeft(Math.ceil(seconds));
    setUntil(Date.now() + seconds * SECOND_MS);
  }, []);
  return { secondsLeft, start };
}
