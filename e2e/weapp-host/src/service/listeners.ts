import type { Channel } from '../channel';

type Listener = (value: never) => void;

/** Everything registered with `wx.onXxx`. A listener that throws is told to the host and does not stop the others. */
export class Listeners {
  private readonly byEvent = new Map<string, Set<Listener>>();

  constructor(private readonly channel: Channel) {}

  on(event: string, listener: Listener): void {
    const listeners = this.byEvent.get(event) ?? new Set();
    this.byEvent.set(event, listeners.add(listener));
  }

  /** Without a listener, all of this event go. */
  off(event: string, listener?: Listener): void {
    if (listener === undefined) this.byEvent.delete(event);
    else this.byEvent.get(event)?.delete(listener);
  }

  has(event: string): boolean {
    return (this.byEvent.get(event)?.size ?? 0) > 0;
  }

  emit(event: string, value: unknown): void {
    for (const listener of [...(this.byEvent.get(event) ?? [])]) this.run(() => listener(value as never));
  }

  /** Runs code of the mini-program; what it throws reaches `onError` and the automator, never our caller. */
  run<T>(code: () => T): T | undefined {
    try {
      return code();
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  /** An error that nobody caught. */
  fail(error: unknown): void {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    this.channel.tell('exception', { message, stack });
    for (const listener of [...(this.byEvent.get('Error') ?? [])]) listener(`${message}\n${stack}` as never);
  }
}
