import classes from './BootSkeleton.module.css';

/** What is seen until scripts run. It has no text: the reader's language is not known yet. */
export function BootSkeleton() {
  return (
    <div className={classes.page} data-skeleton="" aria-busy="true">
      <svg className={classes.mark} width="40" height="40" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M9 20v-4M13.7 23V11M18.3 20.5v-7M23 18v-3" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
      </svg>
    </div>
  );
}
