// Drawn for this portal on a grid of 24, as strokes. An icon never stands without a name beside it or on its button.
const SHAPES = {
  home: ['M4 11l8-7 8 7', 'M6 9.5V20h12V9.5', 'M10 20v-6h4v6'],
  people: ['M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z', 'M2.5 20c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5', 'M16 4.5a3.3 3.3 0 0 1 0 6.2', 'M18 14.8c2 .7 3.2 2.4 3.6 5.2'],
  person: ['M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M4.5 20.5c.7-4 3.5-6 7.5-6s6.8 2 7.5 6'],
  phone: ['M6.5 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z'],
  settings: ['M4 7h9', 'M17 7h3', 'M4 17h3', 'M11 17h9', 'M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z', 'M9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z'],
  search: ['M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14z', 'M16.2 16.2L20.5 20.5'],
  plus: ['M12 5v14', 'M5 12h14'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  check: ['M5 12.5l4.5 4.5L19 7.5'],
  pencil: ['M4 20l1-4.5L16 4.5a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L8.5 19z', 'M14 6.5l3.5 3.5'],
  trash: ['M4.5 7h15', 'M9 7V4.5h6V7', 'M6.5 7l.8 13h9.4l.8-13', 'M10 11v5.5', 'M14 11v5.5'],
  restore: ['M4 5v5h5', 'M4.6 10a8 8 0 1 1-.4 4.5'],
  more: ['M5 12h.01', 'M12 12h.01', 'M19 12h.01'],
  filter: ['M4 6h16', 'M7 12h10', 'M10.5 18h3'],
  columns: ['M4 5h16v14H4z', 'M9.5 5v14', 'M14.5 5v14'],
  copy: ['M9 9h11v11H9z', 'M15 9V4H4v11h5'],
  globe: ['M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z', 'M3.5 12h17', 'M12 3.5c-5 5.5-5 11.5 0 17', 'M12 3.5c5 5.5 5 11.5 0 17'],
  sun: ['M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M12 2.5v2', 'M12 19.5v2', 'M2.5 12h2', 'M19.5 12h2', 'M5.3 5.3l1.4 1.4', 'M17.3 17.3l1.4 1.4', 'M5.3 18.7l1.4-1.4', 'M17.3 6.7l1.4-1.4'],
  key: ['M8 19a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z', 'M11.2 11.3L20 2.5', 'M16 6.5l3.5 3.5'],
  devices: ['M3 5h13v9H3z', 'M6.5 18h6', 'M9.5 14v4', 'M17.5 10h4v9h-4z'],
  signOut: ['M10 4H5v16h5', 'M10 12h10', 'M16.5 8.5L20 12l-3.5 3.5'],
  keyboard: ['M3 6h18v12H3z', 'M7 10h.01', 'M11 10h.01', 'M15 10h.01', 'M17.5 10h.01', 'M8 14.5h8'],
  warning: ['M12 4L2.8 20h18.4z', 'M12 10v4.5', 'M12 17.2h.01'],
  info: ['M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z', 'M12 11v5.5', 'M12 7.8h.01'],
  cloudOff: ['M7 18h10.5a4 4 0 0 0 2-7.4', 'M16.9 9a5.5 5.5 0 0 0-8.4-3', 'M6.8 9.5A4.3 4.3 0 0 0 7 18', 'M4 4l16 16'],
  inbound: ['M18 6L7 17', 'M7 9v8h8'],
  outbound: ['M6 18L17 7', 'M9 7h8v8'],
  back: ['M19 12H5', 'M11 6l-6 6 6 6'],
  chevron: ['M9 6l6 6-6 6'],
  earlier: ['M6 15l6-6 6 6'],
  later: ['M6 9l6 6 6-6'],
  tool: ['M15.5 3.8a4.8 4.8 0 0 0-5.6 6.3L4 16a2.8 2.8 0 0 0 4 4l5.9-5.9a4.8 4.8 0 0 0 6.3-5.6L17 11.5 13.5 10.5 12.5 7z'],
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  tag: ['M4 4h8l8 8-8 8-8-8z', 'M8.5 8.5h.01'],
  note: ['M5 4h14v11l-5 5H5z', 'M14 20v-5h5', 'M9 9h6', 'M9 12.5h4'],
  inbox: ['M4 13l3-8h10l3 8v6H4z', 'M4 13h4.5a3.5 3.5 0 0 0 7 0H20'],
  robot: ['M5 9h14v10H5z', 'M12 9V5', 'M12 4.5h.01', 'M9.2 13.5h.01', 'M14.8 13.5h.01', 'M9.5 16.5h5'],
  link: ['M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1', 'M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1'],
  shield: ['M12 3.5l7.5 3v5.5c0 4.5-3 7.5-7.5 8.7-4.5-1.2-7.5-4.2-7.5-8.7V6.5z', 'M9 12l2.2 2.2L15.2 10'],
} as const;

export type IconName = keyof typeof SHAPES;

/** Icons that point along the line of text, and turn with it. */
const TURNS = new Set<IconName>(['back', 'chevron', 'signOut']);

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...(TURNS.has(name) ? { 'data-turns': '' } : {})}
    >
      {SHAPES[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
