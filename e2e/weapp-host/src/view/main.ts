import { Channel } from '../channel';
import type { Message } from '../channel';
import type { ProgramConfig } from '../compile/program';
import type { Device } from '../device';
import type { RenderBatch } from '../render-ops';
import { automate } from './automation';
import { answerMeasures } from './measure';
import { Screen } from './screen';

/** What Node hands over; `styles` is fetched because it is large. */
export type ViewBoot = {
  config: ProgramConfig;
  device: Device;
  launch: Record<string, unknown>;
  storage: Record<string, string>;
  network: string;
};

type HostCall = (name: string, data: unknown) => Promise<unknown>;
declare global {
  interface Window {
    /** Provided by Node: questions to people, requests, what is to be kept. */
    __hostCall: HostCall;
    __weappHost: {
      automate: (method: string, parameters: never) => Promise<unknown>;
      tellService: (name: string, data: unknown) => void;
      resize: (screenWidth: number) => void;
    };
  }
}

/** Messages that Node answers. */
const FOR_NODE = [
  'request',
  'downloadFile',
  'uploadFile',
  'temporaryFile',
  'abort',
  'ask',
  'storage',
  'exception',
  'bindingCalled',
];

void start();

async function start(): Promise<void> {
  const boot = (await window.__hostCall('boot', null)) as ViewBoot;
  const styles = (await (await fetch('/styles.json')).json()) as Record<string, string>;
  const worker = new Worker('/service.js', { name: 'service' });
  const channel = new Channel((message) => worker.postMessage(message));
  worker.addEventListener('message', ({ data }: MessageEvent<Message>) => receive(channel, data));
  worker.addEventListener('error', (event) => report(`service: ${event.message}`));
  for (const name of FOR_NODE) channel.on(name, (data) => window.__hostCall(name, data));
  const screen = new Screen({ boot, styles, channel });
  channel.on<RenderBatch>('render', ({ pageId, ops }) => screen.page(pageId)?.apply(ops));
  channel.on<number>('drawn', () => nextFrame());
  answerMeasures(screen, channel);
  channel.on<{ pageId: number; path: string }>('openPage', ({ pageId, path }) =>
    screen.openPage(pageId, path),
  );
  channel.on<Parameters<Screen['showPage']>[0]>('showPage', (page) => screen.showPage(page));
  channel.on<number>('closePage', (pageId) => screen.closePage(pageId));
  channel.on<Parameters<Screen['interface']>[0]>('interface', (call) => screen.interface(call));
  window.__weappHost = {
    automate: (method, parameters) => automate({ screen, channel }, method, parameters),
    tellService: (name, data) => channel.tell(name, data),
    resize: (screenWidth) => screen.resize(screenWidth),
  };
  await channel.call('boot', boot);
  await nextFrame();
  document.body.dataset.ready = 'yes';
}

/** A message that cannot be carried out is an error of the mini-program or of the host, and is told, never swallowed. */
function receive(channel: Channel, message: Message): void {
  try {
    channel.receive(message);
  } catch (error) {
    report((error as Error).message, (error as Error).stack);
  }
}

function report(message: string, stack?: string): void {
  void window.__hostCall('exception', { message, stack });
}

/** Resolves once the browser has laid out what was drawn. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}
