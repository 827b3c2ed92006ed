import type { Channel } from '../channel';
import type { Observation } from './backend';

/** Intersection observers of all pages: the view watches, the service is told. */
export class Observers {
  private readonly listeners = new Map<number, (status: unknown) => void>();
  private last = 0;

  constructor(private readonly channel: Channel) {
    channel.on<{ id: number; status: unknown }>('intersection', ({ id, status }) =>
      this.listeners.get(id)?.(status),
    );
  }

  watch(
    observation: Observation & { pageId: number },
    listener: (status: unknown) => void,
  ): { disconnect(): void } {
    this.last += 1;
    const id = this.last;
    this.listeners.set(id, listener);
    this.channel.tell('observe', { ...observation, id });
    const disconnect = () => {
      this.listeners.delete(id);
      this.channel.tell('unobserve', id);
    };
    return { disconnect };
  }
}
