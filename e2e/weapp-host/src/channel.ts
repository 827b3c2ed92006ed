/** What travels between service and view. Only what structured clone carries. */
export type Message =
  | { kind: 'tell'; name: string; data: unknown }
  | { kind: 'call'; id: number; name: string; data: unknown }
  | { kind: 'answer'; id: number; result: unknown }
  | { kind: 'failure'; id: number; failure: { message: string; stack?: string | undefined } };

type Handler = (data: never) => unknown;
type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void };

/** One end of the line between service and view: messages in order, calls that are answered. */
export class Channel {
  private readonly handlers = new Map<string, Handler>();
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly post: (message: Message) => void) {}

  /** Answers calls and tellings of this name; the handler may be asynchronous. */
  on<T>(name: string, handler: (data: T) => unknown): void {
    this.handlers.set(name, handler as Handler);
  }

  tell(name: string, data: unknown = null): void {
    this.post({ kind: 'tell', name, data });
  }

  /** Resolves with the answer of the other side, rejects with its error. */
  call<T>(name: string, data: unknown = null): Promise<T> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.post({ kind: 'call', id, name, data });
    });
  }

  receive(message: Message): void {
    if (message.kind === 'tell') void this.handlerOf(message.name)(message.data as never);
    else if (message.kind === 'call') void this.answer(message);
    else this.settle(message);
  }

  private async answer({ id, name, data }: Extract<Message, { kind: 'call' }>): Promise<void> {
    try {
      const result = await this.handlerOf(name)(data as never);
      this.post({ kind: 'answer', id, result });
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(describe(error));
      this.post({ kind: 'failure', id, failure: { message, stack } });
    }
  }

  private settle(message: Exclude<Message, { kind: 'tell' | 'call' }>): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.result);
    else waiting?.reject(new Error(message.failure.message));
  }

  private handlerOf(name: string): Handler {
    const handler = this.handlers.get(name);
    if (handler === undefined) throw new Error(`nobody answers "${name}"`);
    return handler;
  }
}

/** The words of anything thrown: `errMsg` of a WeChat failure, the message of an error. */
export function describe(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null) {
    const { errMsg, message } = thrown as { errMsg?: string; message?: string };
    return errMsg ?? message ?? JSON.stringify(thrown);
  }
  return String(thrown);
}
