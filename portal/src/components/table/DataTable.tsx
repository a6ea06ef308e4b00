'use client';
import { Skeleton } from '@mantine/core';
import { columnVisibilityFeature, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useGo } from '@/lib/navigation';
import classes from './DataTable.module.css';

export interface Column<Row> {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Share of the width. */
  width: number;
  /** The same where the window is narrow; an equal share where it is not said. */
  narrowWidth?: number;
  /** Left out where the window is narrow. */
  wideOnly?: boolean;
}

interface Props<Row extends { id: string }> {
  /** What the table holds, for those who do not see it. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  hidden?: ReadonlySet<string>;
  isLoading?: boolean;
  /** Rows of the question before, shown until the answer is there. */
  isPrevious?: boolean;
  hasMore?: boolean;
  loadMore?: () => unknown;
  isLoadingMore?: boolean;
  href?: (row: Row) => string;
  /** Opens a row within the page, instead of going to its address. */
  open?: (row: Row) => void;
  isBusy?: (row: Row) => boolean;
  selection?: { selected: ReadonlySet<string>; change: (selected: ReadonlySet<string>) => void; nameOf: (row: Row) => string };
}

const ROW_PX = 48;
const LOADING_ROWS = 8;
/** So many rows before the end the next page is asked for. */
const AHEAD = 15;

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });

/** A table of as many rows as there are, of which the page holds those in view. */
export function DataTable<Row extends { id: string }>(props: Props<Row>) {
  const { columns, rows, hidden, selection, hasMore = false, loadMore, isLoadingMore = false, href, open, isBusy } = props;
  const t = useTranslations('table');
  const go = useGo();
  const place = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  /** The row that was selected or left out last: the other end of a range. */
  const picked = useRef<string | null>(null);
  const isEmpty = rows.length === 0;
  useLayoutEffect(() => {
    const measure = () => setScrollMargin((place.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
    // What stands above the table may come and go with the first rows.
  }, [isEmpty]);

  const table = useTable({
    features,
    data: rows,
    columns: useMemo(
      () => columns.map((column) => ({ id: column.id, header: column.title, accessorFn: (row: Row) => row.id, meta: {} })),
      [columns],
    ),
    getRowId: (row) => row.id,
    state: {
      columnVisibility: Object.fromEntries([...(hidden ?? [])].map((id) => [id, false])),
      rowSelection: selectionState(selection?.selected),
    },
    onRowSelectionChange: (update) => {
      const before = selectionState(selection?.selected);
      const after = typeof update === 'function' ? update(before) : update;
      selection?.change(new Set(Object.keys(after).filter((id) => after[id])));
    },
  });
  const shownRows = table.getRowModel().rows;
  const shownColumns = table.getVisibleLeafColumns().flatMap(({ id }) => columns.find((column) => column.id === id) ?? []);

  const virtualizer = useWindowVirtualizer({
    count: shownRows.length,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollMargin,
    getItemKey: (index) => shownRows[index]?.id ?? index,
  });
  const inView = virtualizer.getVirtualItems();
  const first = inView[0];
  const last = inView.at(-1);
  const wantsMore = hasMore && !isLoadingMore && !props.isLoading && last !== undefined && last.index >= shownRows.length - AHEAD;
  useEffect(() => {
    if (wantsMore) void loadMore?.();
  }, [wantsMore, loadMore]);

  const columnCount = shownColumns.length + (selection ? 1 : 0);
  const spaceBefore = first ? first.start - scrollMargin : 0;
  const spaceAfter = last ? virtualizer.getTotalSize() - (last.end - scrollMargin) : 0;

  /** Selects a row or leaves it out; with Shift, all rows from the last one on. */
  function pick(index: number, isSelected: boolean, isRange: boolean): void {
    if (!selection) return;
    const other = isRange ? shownRows.findIndex(({ id }) => id === picked.current) : -1;
    const from = other === -1 ? index : other;
    const next = new Set(selection.selected);
    for (const { id, original } of shownRows.slice(Math.min(from, index), Math.max(from, index) + 1)) {
      if (isBusy?.(original)) continue;
      if (isSelected) next.add(id);
      else next.delete(id);
    }
    picked.current = shownRows[index]?.id ?? null;
    selection.change(next);
  }

  /** j and k, or the arrows, walk over the rows; x selects, with Shift a range. */
  function walk(event: KeyboardEvent<HTMLTableSectionElement>): void {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const row = (event.target as HTMLElement).closest('tr');
    if (!row) return;
    const step = event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      const next = Number(row.dataset.index) + step;
      if (!shownRows[next]) return;
      event.preventDefault();
      virtualizer.scrollToIndex(next);
      const focusNext = () => {
        place.current?.querySelector<HTMLElement>(`tr[data-index="${next.toString()}"] [data-row-link]`)?.focus();
      };
      focusNext();
      requestAnimationFrame(focusNext);
    } else if (event.key.toLowerCase() === 'x' && selection) {
      event.preventDefault();
      const index = Number(row.dataset.index);
      pick(index, !shownRows[index]?.getIsSelected(), event.shiftKey);
    }
  }

  return (
    <div ref={place} className={classes.place} data-previous={props.isPrevious ? '' : undefined}>
      <table className={classes.table} aria-label={props.label} aria-rowcount={hasMore ? -1 : rows.length + 1} aria-busy={props.isLoading === true || isLoadingMore}>
        <colgroup>
          {selection && <col className={classes.selectColumn} />}
          {shownColumns.map(({ id, width, narrowWidth, wideOnly }) => (
            <col
              key={id}
              style={{ width: `${width.toString()}%`, ...(narrowWidth === undefined ? {} : { '--narrow-width': `${narrowWidth.toString()}%` }) }}
              className={wideOnly ? classes.wideOnly : undefined}
            />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selection && (
              <th scope="col" className={classes.select}>
                <input
                  type="checkbox"
                  aria-label={t('selectAll')}
                  checked={rows.length > 0 && table.getIsAllRowsSelected()}
                  ref={(box) => {
                    if (box) box.indeterminate = table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected();
                  }}
                  disabled={rows.length === 0}
                  onChange={table.getToggleAllRowsSelectedHandler()}
                />
              </th>
            )}
            {shownColumns.map(({ id, title, wideOnly }) => (
              <th key={id} scope="col" className={wideOnly ? classes.wideOnly : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={walk}>
          {props.isLoading &&
            Array.from({ length: LOADING_ROWS }, (_, row) => (
              <tr key={row} className={classes.loading}>
                {selection && <td className={classes.select} />}
                {shownColumns.map(({ id, wideOnly }, column) => (
                  <td key={id} className={wideOnly ? classes.wideOnly : undefined}>
                    <Skeleton height={10} width={`${(85 - ((row * 13 + column * 29) % 45)).toString()}%`} />
                  </td>
                ))}
              </tr>
            ))}
          {spaceBefore > 0 && <Spacer height={spaceBefore} columns={columnCount} />}
          {!props.isLoading &&
            inView.map(({ index }) => {
              const row = shownRows[index];
              if (!row) return null;
              const { original } = row;
              const busy = isBusy?.(original) ?? false;
              return (
                <tr
                  key={row.id}
                  data-index={index}
                  aria-rowindex={index + 2}
                  aria-busy={busy}
                  data-busy={busy ? '' : undefined}
                  data-selected={selection && row.getIsSelected() ? '' : undefined}
                  data-opens={href && !busy ? '' : undefined}
                  onClick={(event) => {
                    // The whole row leads where its link does; marking text and what is pressed inside of it do not.
                    if (!href || busy || (event.target as HTMLElement).closest('a, button, input, label')) return;
                    if (window.getSelection()?.toString()) return;
                    if (open) open(original);
                    else go(href(original));
                  }}
                >
                  {selection && (
                    <td className={classes.select}>
                      <input
                        type="checkbox"
                        aria-label={t('select', { name: selection.nameOf(original) })}
                        checked={row.getIsSelected()}
                        disabled={busy}
                        onChange={({ target, nativeEvent }) => pick(index, target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
                      />
                    </td>
                  )}
                  {shownColumns.map(({ id, cell, wideOnly }) => (
                    <td key={id} className={wideOnly ? classes.wideOnly : undefined}>
                      {cell(original)}
                    </td>
                  ))}
                </tr>
              );
            })}
          {spaceAfter > 0 && <Spacer height={spaceAfter} columns={columnCount} />}
        </tbody>
      </table>
      {isLoadingMore && (
        <div className={classes.more} role="status">
          {t('loadingMore')}
        </div>
      )}
    </div>
  );
}

/** The form in which the table keeps what is selected. */
function selectionState(selected: ReadonlySet<string> | undefined): Record<string, true> {
  return Object.fromEntries([...(selected ?? [])].map((id) => [id, true as const]));
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden="true" className={classes.spacer}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
