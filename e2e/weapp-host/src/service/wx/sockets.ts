import type { ServiceState } from '../state';
import { Refusal, asyncApi, requireString } from './call';
import type { Options } from './call';

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html */
const AT_A_TIME = 5;

type Listener = (value: never) => void;
const EVENTS = ['Open', 'Message', 'Close', 'Error'] as const;

/** A socket as the mini-program holds it: https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/SocketTask.html */
export function socketApis(state: ServiceState) {
  const open = new Set<Socket>();
  const start = (options: Options): Socket => {
    const url = requireString(options, 'url');
    if (!/^wss?:\/\//.test(url)) throw new Refusal(`invalid url "${url}"`);
    if (open.size >= AT_A_TIME) throw new Refusal('exceed max concurrent sockets');
    const socket = new Socket(state, url, options.protocols as string[] | undefined);
    open.add(socket);
    socket.on('Close', () => open.delete(socket));
    return socket;
  };
  return {
    connectSocket: (options: Options = {}) => {
      let socket: Socket | undefined;
      const settled = asyncApi(state, 'connectSocket', () => {
        socket = start(options);
      })(options);
      if (settled instanceof Promise) settled.catch(() => undefined);
      return socket?.task;
    },
  };
}

/** The worker's socket without EventTarget, which went with the worker's globals: one handler each, told to all listeners. */
class Socket {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly socket: WebSocket;

  constructor(
    private readonly state: ServiceState,
    url: string,
    protocols: string[] = [],
  ) {
    const { WebSocket } = state.realm;
    this.socket = new WebSocket(url, protocols);
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => this.tell('Open', { header: {} });
    this.socket.onmessage = ({ data }) => this.tell('Message', { data: data as unknown });
    this.socket.onclose = ({ code, reason }) => this.tell('Close', { code, reason });
    this.socket.onerror = () => this.tell('Error', { errMsg: 'connectSocket:fail' });
  }

  on(event: string, listener: Listener): void {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
  }

  get task() {
    const { socket, state } = this;
    const on = Object.fromEntries(
      EVENTS.map((event) => [`on${event}`, (listener: Listener) => this.on(event, listener)]),
    );
    const send = asyncApi(state, 'sendSocketMessage', ({ data }) => {
      if (socket.readyState !== 1) throw new Refusal('SocketTask.readyState is not OPEN');
      socket.send(data as string);
    });
    const close = asyncApi(state, 'closeSocket', ({ code = 1000, reason = '' }) =>
      socket.close(Number(code), String(reason)),
    );
    return Object.defineProperty({ ...on, send, close }, 'readyState', { get: () => socket.readyState });
  }

  private tell(event: string, value: unknown): void {
    for (const listener of this.listeners.get(event) ?? [])
      this.state.listeners.run(() => listener(value as never));
  }
}
