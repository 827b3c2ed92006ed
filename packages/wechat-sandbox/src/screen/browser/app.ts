import type { JournalEntry } from '../../control/types';
import type { ScreenData } from '../types';
import type { Child } from './dom';
import { parseRoute } from './route';
import type { Route } from './route';

export type Toast = { id: number; text: string; kind: 'good' | 'bad' };
export type Dialog = { title: string; body: () => Child; wide?: boolean };
type OpenDialog = Dialog & { id: number };

/** All that the page remembers. Views read it, actions change it and call `redraw`. */
type App = {
  route: Route;
  /** `lost`: the sandbox does not answer; what is shown is the last that it said. */
  link: 'loading' | 'live' | 'lost';
  data: ScreenData | null;
  /** The page's own clock when `data` came, so that the sandbox's clock can tick between two answers. */
  dataAt: number;
  /** Requests and callbacks, oldest first. */
  entries: JournalEntry[];
  epoch: number;
  /** Actions under way, by name. */
  busy: Set<string>;
  /** What stands in the fields, by name. */
  drafts: Record<string, string>;
  /** What is unfolded or revealed, by name. */
  open: Set<string>;
  toasts: Toast[];
  dialog: OpenDialog | null;
};

export const app: App = {
  route: parseRoute(location.hash),
  link: 'loading',
  data: null,
  dataAt: 0,
  entries: [],
  epoch: 0,
  busy: new Set(),
  drafts: {},
  open: new Set(),
  toasts: [],
  dialog: null,
};

let draw: () => void = () => undefined;
let planned = false;

export function drawWith(view: () => void): void {
  draw = view;
}

/** Draws once for all changes of this turn. */
export function redraw(): void {
  if (planned) return;
  planned = true;
  queueMicrotask(() => {
    planned = false;
    draw();
  });
}

/** The sandbox's time at this moment. */
export function now(): number {
  return app.data ? app.data.clock.nowMs + (performance.now() - app.dataAt) : Date.now();
}

export function toggle(name: string): void {
  if (!app.open.delete(name)) app.open.add(name);
  redraw();
}

let dialogs = 0;

export function openDialog(dialog: Dialog): void {
  dialogs += 1;
  app.dialog = { ...dialog, id: dialogs };
  redraw();
}

/** Closes it as Escape would, so that focus goes back to where it came from. */
export function closeDialog(): void {
  document.querySelector<HTMLDialogElement>('dialog[open]')?.close();
}

let toasts = 0;

export function toast(text: string, kind: Toast['kind'] = 'good'): void {
  toasts += 1;
  const one: Toast = { id: toasts, text, kind };
  app.toasts = [...app.toasts.slice(-2), one];
  redraw();
  setTimeout(() => dropToast(one), kind === 'good' ? 4000 : 10_000);
}

export function dropToast(one: Toast): void {
  app.toasts = app.toasts.filter((other) => other !== one);
  redraw();
}
