import classes from './Logo.module.css';

export function Logo({ size = 26 }: { size?: number }) {
  return (
    <span className={classes.logo}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" className={classes.ground} />
        <path d="M9 20v-4M13.7 23V11M18.3 20.5v-7M23 18v-3" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      </svg>
      <span className={classes.name} lang="en" dir="ltr">
        Navaia
      </span>
    </span>
  );
}
