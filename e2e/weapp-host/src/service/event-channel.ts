type Listener = (...values: unknown[]) => void;

/** Between a page and the page it opened: https://developers.weixin.qq.com/miniprogram/dev/api/route/EventChannel.html */
export class EventChannel {
  private readonly listeners = new Map<string, Set<Listener>>();

  on = (event: string, listener: Listener): void => {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
  };

  once = (event: string, listener: Listener): void => {
    const once: Listener = (...values) => {
      this.off(event, once);
      listener(...values);
    };
    this.on(event, once);
  };

  off = (event: string, listener?: Listener): void => {
    if (listener === undefined) this.listeners.delete(event);
    else this.listeners.get(event)?.delete(listener);
  };

  emit = (event: string, ...values: unknown[]): void => {
    for (const listener of [...(this.listeners.get(event) ?? [])]) listener(...values);
  };
}
