import { useCallback, useState } from 'react';

/** The columns that this browser does not show in a table; `atFirst` until somebody chooses. */
export function useHiddenColumns(table: string, atFirst: readonly string[] = []): [ReadonlySet<string>, (hidden: ReadonlySet<string>) => void] {
  const key = `navaia.columns.${table}`;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(localStorage.getItem(key)?.split(',').filter(Boolean) ?? atFirst));
  const change = useCallback(
    (next: ReadonlySet<string>) => {
      localStorage.setItem(key, [...next].join(','));
      setHidden(next);
    },
    [key],
  );
  return [hidden, change];
}
