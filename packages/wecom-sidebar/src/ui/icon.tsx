const paths = {
  back: 'M15 5l-7 7 7 7',
  check: 'M4 12.5l5.5 5.5L20 7',
  shield: 'M12 3l7 3v5c0 5-3 8.5-7 10-4-1.5-7-5-7-10V6l7-3zM8.5 12l2.5 2.5 4.5-5',
  shieldOff: 'M12 3l7 3v5c0 5-3 8.5-7 10-4-1.5-7-5-7-10V6l7-3zM9.5 9.5l5 5M14.5 9.5l-5 5',
  bulb: 'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.5 10.9c.5.4.8 1 .8 1.6h5.400c0-.6.3-1.2.8-1.6A6 6 0 0 0 12 3z',
  send: 'M21 3L10 14M21 3l-7 18-4-7-7-4 18-7z',
  refresh: 'M20 11a8 8 0 1 0-2.3 6M20 4v7h-7',
  eye: 'M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7-10-7-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  cart: 'M3 4h2l2.5 11h10L20 7H6M9 20h.01M17 20h.01',
  scan: 'M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M4 12h16',
  bag: 'M6 8h12l1 12H5L6 8zM9 8V6a3 3 0 0 1 6 0v2',
  pickup: 'M3 9l2-5h14l2 5M4 9v11h16V9M3 9h18M9 20v-6h6v6',
  coupon:
    'M3 8a1 1 0 0 1 1-1h16a1 1 0 0 1 1 1v2a2 2 0 0 0 0 4v2a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-2a2 2 0 0 0 0-4V8zM14 7v10',
  refund: 'M4 10h11a5 5 0 0 1 0 10H9M4 10l4-4M4 10l4 4',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.5-6 8-6s8 2 8 6',
  chat: 'M4 5h16v11H9l-5 4V5z',
  code: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM14 19h1M19 14h1',
  backspace: 'M9 5h12v14H9l-7-7 7-7zM12 9l6 6M18 9l-6 6',
  warn: 'M12 4L2.5 20h19L12 4zM12 10v5M12 17.5v.01',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  cross: 'M6 6l12 12M18 6L6 18',
  closed: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12',
  twice: 'M2 13l4 4L15 7M10 15l2 2L22 7',
  elsewhere: 'M12 21s7-6.5 7-11.5A7 7 0 0 0 5 9.5C5 14.5 12 21 12 21zM9.5 7.5l5 5M14.5 7.5l-5 5',
  box: 'M3 8l9-5 9 5v8l-9 5-9-5V8zM3 8l9 5 9-5M12 13v8',
  offline: 'M3 3l18 18M5 12a10 10 0 0 1 3-2M12 9c2.7 0 5.2 1.1 7 3M8.5 15.5A5 5 0 0 1 12 14M12 18.5v.01',
  note: 'M5 4h14v12l-4 4H5V4zM15 20v-4h4M8 9h8M8 13h5',
} as const;

export type IconName = keyof typeof paths;

/** Drawn beside words that say the same; never the only carrier of a meaning. */
export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg
    className="icon"
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={paths[name]} />
  </svg>
);
