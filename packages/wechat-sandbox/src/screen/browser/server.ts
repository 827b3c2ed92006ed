import type { ScreenData } from '../types';
import { app, redraw, toast } from './app';

const EVERY_MS = 1000;
const PATIENCE_MS = 60_000;
const REMEMBERED = 200;

/** Paths are relative, so the screen also works behind a proxy under a prefix. */
export async function get<T>(path: string): Promise<T> {
  return answered(await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS) }));
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return answered(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answered<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as T;
  let words = text;
  try {
    words = (JSON.parse(text) as { error?: string }).error ?? text;
  } catch {
    // What is no JSON is shown as it came.
  }
  throw new Error(words || `HTTP ${response.status}`);
}

/** Does something for somebody: no second time while it is under way, a word when it is done or fails. */
export async function act<T>(
  name: string,
  work: () => Promise<T>,
  told?: (result: T) => string | undefined,
): Promise<void> {
  if (app.busy.has(name)) return;
  app.busy.add(name);
  redraw();
  try {
    const result = await work();
    await refresh();
    const words = told?.(result);
    if (words) toast(words);
  } catch (error) {
    toast(wordsOf(error), 'bad');
  } finally {
    app.busy.delete(name);
    redraw();
  }
}

export function wordsOf(error: unknown): string {
  return error instanceof TypeError ? '沙箱没有应答' : error instanceof Error ? error.message : String(error);
}

export type Fetched<T> = { value: T | undefined; failed: string | undefined; loading: boolean };
type Kept = Fetched<unknown> & { version: string };

const kept = new Map<string, Kept>();

/** What the path answers: fetched when first asked for and whenever `version` is another one; the last answer is there meanwhile. */
export function fetched<T>(path: string, version: string | number = ''): Fetched<T> {
  const known = kept.get(path);
  if (known?.version === String(version)) return known as Fetched<T>;
  const entry: Kept = { value: known?.value, failed: undefined, loading: true, version: String(version) };
  kept.set(path, entry);
  forgetOldest();
  void load(path, entry);
  return entry as Fetched<T>;
}

/** Asks the path again, if anybody ever asked, and resolves when the new answer is there. */
export async function refetch(path: string): Promise<void> {
  const known = kept.get(path);
  if (!known) return;
  const entry: Kept = { ...known, failed: undefined, loading: true };
  kept.set(path, entry);
  await load(path, entry);
}

async function load(path: string, entry: Kept): Promise<void> {
  try {
    entry.value = await get(path);
  } catch (error) {
    entry.failed = wordsOf(error);
  }
  entry.loading = false;
  redraw();
}

function forgetOldest(): void {
  const oldest = kept.keys().next();
  if (kept.size > REMEMBERED && !oldest.done) kept.delete(oldest.value);
}

let asked = 0;
let shown = 0;

/** Reads everything that is shown. Older answers never overwrite newer ones. */
export async function refresh(): Promise<void> {
  const after = app.entries[app.entries.length - 1]?.id ?? 0;
  const focus = new URLSearchParams({ after: String(after), shopper: shopperId(), staff: userid() });
  asked += 1;
  const turn = asked;
  const data = await get<ScreenData>(`screen/data?${focus.toString()}`);
  if (turn < shown) return;
  shown = turn;
  app.link = 'live';
  if (data.requests.epoch !== app.epoch) {
    // A sandbox that was started anew counts from one again.
    const missed = after > 0;
    app.epoch = data.requests.epoch;
    app.entries = [];
    if (missed) return refresh();
  }
  app.data = data;
  app.dataAt = performance.now();
  takeEntries(data.requests);
  redraw();
}

function takeEntries({ firstId, entries }: ScreenData['requests']): void {
  const last = app.entries[app.entries.length - 1]?.id ?? 0;
  const news = entries.filter(({ id }) => id > last);
  app.entries = [...app.entries.filter(({ id }) => id >= firstId), ...news];
}

/** Whose phone is looked at, also while another area is. */
export function shopperId(): string {
  if (app.route.area === 'phone' && app.route.path[0]) app.drafts.shopper = app.route.path[0];
  return app.drafts.shopper ?? app.data?.people.shoppers[0]?.id ?? '';
}

export function userid(): string {
  if (app.route.area === 'wecom' && app.route.path[0]) app.drafts.userid = app.route.path[0];
  return app.drafts.userid ?? app.data?.people.staff[0]?.userid ?? '';
}

/** Reads each second for as long as the page is looked at. */
export async function keepReading(): Promise<void> {
  if (!document.hidden) {
    try {
      await refresh();
    } catch {
      app.link = 'lost';
      redraw();
    }
  }
  setTimeout(() => void keepReading(), EVERY_MS);
}
