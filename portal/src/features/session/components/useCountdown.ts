import { useCallback, useEffect, useState } from 'react';

const SECOND_MS = 1000;

interface Countdown {
  /** Whole seconds, down to 0. */
  secondsLeft: number;
  /** What it began with. */
  secondsInAll: number;
  start: (seconds: number) => void;
}

/** Goes by the clock, so a tab that slept is right when it wakes. */
export function useCountdown(): Countdown {
  const [until, setUntil] = useState(0);
  const [secondsInAll, setSecondsInAll] = useState(0);
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
    setSecondsInAll(Math.ceil(seconds));
    setSecondsLeft(Math.ceil(seconds));
    setUntil(Date.now() + seconds * SECOND_MS);
  }, []);
  return { secondsLeft, secondsInAll, start };
}
