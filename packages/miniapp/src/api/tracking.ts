import { onAppHide } from '../platform/lifecycle';
import { call } from './client';
import { serverNowMs } from './clock';
import { currentMember } from './session';
import { createState } from './state';
import { uuid } from './uuid';
import type { BrowseEvent } from './views';

type Told<E> = E extends BrowseEvent ? Omit<E, 'eventId' | 'at'> : never;

const BATCH = 50;
const WAIT_MS = 1500;
const queue = createState<BrowseEvent[]>([], 'browse-events');
/** Says which events came from one device; made with the first and forgotten when the consent is withdrawn. */
const device = createState<string>('', 'device-id');
let timer: ReturnType<typeof setTimeout> | null = null;
let sending = false;

const allowed = () => currentMember()?.consents.profiling === true;

/** Remembers one browsing event and sends it with its neighbours. Without the profiling consent it is not even remembered. */
export function track(event: Told<BrowseEvent>): void {
  if (!allowed()) return;
  const full = { ...event, eventId: uuid(), at: new Date(serverNowMs()).toISOString() } as BrowseEvent;
  queue.set([...queue.get(), full].slice(-BATCH));
  timer ??= setTimeout(() => void flushEvents(), WAIT_MS);
}

/** Events that could not be sent stay for the next time; the server counts each eventId once. */
export async function flushEvents(): Promise<void> {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const events = queue.get();
  if (events.length === 0 || sending) return;
  if (!allowed()) {
    device.set('');
    return queue.set([]);
  }
  if (device.get() === '') device.set(uuid());
  sending = true;
  const result = await call('audience.track', { events, deviceId: device.get() });
  sending = false;
  if (result.ok || result.code === 'INVALID_INPUT') {
    const gone = new Set(events.map((event) => event.eventId));
    queue.set(queue.get().filter((event) => !gone.has(event.eventId)));
  }
}

export const startTracking = (): void => onAppHide(() => void flushEvents());
