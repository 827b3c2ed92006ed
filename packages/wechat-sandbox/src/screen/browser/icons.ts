import { h } from './dom';
import type { Vnode } from './dom';

/** Drawn on 24 × 24 with one stroke. */
const PATHS = {
  phone:
    'M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM11 18h2',
  staff: 'M4 8.5h16v10.5H4zM9 8.5V5.5h6v3M4 13h16M12 12v2.5',
  traffic: 'M7 4v16M7 20l-3.5-3.5M7 20l3.5-3.5M17 20V4M17 4l-3.5 3.5M17 4l3.5 3.5',
  fault: 'M13 3 5 14h6l-1 7 8-11h-6z',
  config: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  cross: 'm6 6 12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2',
  back: 'm14.5 5-7 7 7 7',
  next: 'm9.5 5 7 7-7 7',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  chat: 'M4 5h16v11H10l-4 3.5V16H4z',
  bell: 'M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4',
  wallet: 'M4 7h15v12H4zM4 7l11-3v3M15 12h4v3h-4z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  task: 'M5 4h14v16H5zM8.5 9h7M8.5 13h7M8.5 17H12',
  group:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.5 3-5 6.5-5s6 1.5 6.5 5M16 4.5a3.5 3.5 0 0 1 0 6.5M17.5 14.7c2.3.6 3.7 2.2 4 4.8',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5',
  redo: 'M19 8a8 8 0 1 0 1 6M20 3v5h-5',
  send: 'M4 12 20 4l-4 16-4-7z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  place: 'M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  key: 'M8 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM11.5 12H21v3M17 12v2.5',
  leave: 'M12 12a4 4 0 1 0-4-4M4 20c.6-3.6 3.3-5.5 7-5.5M16 16l5 5M21 16l-5 5',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.5h.01',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  in: 'M20 12H6M11 6.5 5.5 12l5.5 5.5',
  out: 'M4 12h14M13 6.5l5.5 5.5-5.5 5.5',
  star: 'm12 4 2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9z',
} as const;
export type IconName = keyof typeof PATHS;

/** Always beside words or inside something that has a name, so nobody needs to hear it. */
export function icon(name: IconName, size = 20): Vnode {
  return h(
    'svg',
    {
      class: 'icon',
      viewBox: '0 0 24 24',
      width: size,
      height: size,
      'aria-hidden': 'true',
      focusable: 'false',
    },
    h('path', { d: PATHS[name] }),
  );
}
