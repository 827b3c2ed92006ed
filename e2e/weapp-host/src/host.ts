import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page as BrowserPage } from 'playwright-core';
import { AutomatorServer } from './automator/server';
import { hostScripts } from './bundle';
import { compileProgram } from './compile/program';
import type { Program } from './compile/program';
import { DEFAULT_DEVICE } from './device';
import type { Device } from './device';
import { serveFiles } from './file-server';
import { SettablePerson } from './people';
import type { Person, PersonAnswer, Question } from './people';
import { Network } from './requests';
import { SandboxPerson } from './sandbox-person';
import { TemporaryFiles } from './temporary-files';
import type {} from './view/main';

export type HostOptions = {
  /** The folder that `taro build --type weapp` leaves behind. */
  dist: string;
  /** Of the automator's WebSocket; 0, the default, takes a free one. */
  port?: number;
  /** Who holds the phone: the id of a shopper of the sandbox, or answers of your own. */
  person?: string | Person;
  sandboxUrl?: string;
  /** CSS pixels of the screen; 375 × 667 unless told otherwise. */
  viewport?: { width: number; height: number };
  /** Where the app opens: `pages/home/index?a=1`; the first page of app.json otherwise. */
  open?: string;
  /** https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html */
  scene?: number;
  storage?: Record<string, string>;
  /**
   * Origin → origin, as of a developer's proxy: the address of the API is compiled into the mini-program, and the server
   * may listen elsewhere. For requests and for pictures.
   */
  proxy?: Record<string, string>;
  /** A Chromium that is already running and stays when the host closes. */
  browser?: Browser;
};

export type HostException = { message: string; stack?: string };

export type Host = {
  wsEndpoint: string;
  page: BrowserPage;
  program: Program;
  /** Settles beforehand what the person says. */
  person: SettablePerson;
  network: Network;
  /** Errors that nobody caught, of the mini-program and of the host; oldest first. */
  exceptions: HostException[];
  /** Key → JSON, as the app left it: give it to the next start as `storage`. */
  storage: () => Record<string, string>;
  setNetwork: (type: 'wifi' | '4g' | 'none') => Promise<void>;
  /**
   * A picture (PNG) of what is on the screen, as a phone of another size draws it: rpx and layout are of that size. The
   * mini-program is not told, so what it measured itself, such as a canvas, stays as it was.
   */
  pictureAt: (viewport: { width: number; height: number }) => Promise<Buffer>;
  /** The app goes to the background, or comes back. */
  setHidden: (hidden: boolean) => Promise<void>;
  close: () => Promise<void>;
};

/** Compiles the mini-program, opens it in headless Chromium and listens for the automator. */
export async function startHost(options: HostOptions): Promise<Host> {
  const program = compileProgram(options.dist);
  const files = new TemporaryFiles();
  const { url, server } = await serveFiles(options.dist, { program, scripts: await hostScripts(), files });
  const device = deviceOf(options);
  const browser = options.browser ?? (await openBrowser());
  const context = await browser.newContext({
    viewport: { width: device.screenWidth, height: device.screenHeight },
    deviceScaleFactor: device.pixelRatio,
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  const phone = new Phone(options, { program, device, files });
  await routePictures(context, phone.network, Object.keys(options.proxy ?? {}));
  await page.exposeFunction('__hostCall', (name: string, data: never) => phone.answer(name, data));
  const automator = await AutomatorServer.listen({
    port: options.port ?? 0,
    page,
    phone,
    close: () => close(),
  });
  const close = async () => {
    await automator.close();
    await context.close();
    if (options.browser === undefined) await browser.close();
    await new Promise((resolve) => server.close(resolve));
  };
  page.on('pageerror', (error) => phone.fail(error));
  page.on('console', (message) => phone.events.log(message.type(), message.text()));
  await page.goto(url);
  await page.waitForFunction(() => document.body.dataset.ready === 'yes', undefined, { polling: 20 });
  const tell = (name: string, data: unknown) =>
    page.evaluate(([it, value]) => window.__weappHost.tellService(it, value), [name, data] as const);
  return {
    wsEndpoint: automator.endpoint,
    page,
    program,
    person: phone.person,
    network: phone.network,
    exceptions: phone.exceptions,
    storage: () => phone.storage,
    setNetwork: (type) => {
      phone.network.set(type);
      return tell('networkChanged', type);
    },
    pictureAt: (viewport) => pictureAt(page, { viewport, own: device }),
    setHidden: (hidden) => tell('appVisibility', { hidden }),
    close,
  };
}

/** Headless Chromium: the one that `CHROMIUM_PATH` names, or the system's. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });

type Size = { width: number; height: number };

async function pictureAt(page: BrowserPage, { viewport, own }: { viewport: Size; own: Device }) {
  const size = async ({ width, height }: Size) => {
    await page.setViewportSize({ width, height });
    await page.evaluate((to) => window.__weappHost.resize(to), width);
  };
  await size(viewport);
  const picture = await page.screenshot();
  await size({ width: own.screenWidth, height: own.screenHeight });
  return picture;
}

/** What the view loads by itself takes the same way as requests. */
async function routePictures(context: BrowserContext, network: Network, origins: string[]): Promise<void> {
  for (const origin of origins)
    await context.route(`${origin}/**`, (route) =>
      route.continue({ url: network.route(route.request().url()) }),
    );
}

function deviceOf({ viewport }: HostOptions): Device {
  if (viewport === undefined) return DEFAULT_DEVICE;
  return { ...DEFAULT_DEVICE, screenWidth: viewport.width, screenHeight: viewport.height };
}

type Asked = { question: Question; options: Record<string, unknown> };

/** Node's side of the phone: the person who holds it, its network, what it keeps. */
export class Phone {
  readonly exceptions: HostException[] = [];
  readonly network: Network;
  readonly person: SettablePerson;
  storage: Record<string, string>;
  /** Where the automator listens for what happens by itself. */
  events: { emit: (method: string, params: object) => void; log: (type: string, text: string) => void } = {
    emit: () => undefined,
    log: () => undefined,
  };

  constructor(
    private readonly options: HostOptions,
    private readonly parts: { program: Program; device: Device; files: TemporaryFiles },
  ) {
    this.storage = options.storage ?? {};
    this.network = new Network(parts.files, options.proxy);
    this.person = personOf(options);
  }

  async answer(name: string, data: never): Promise<unknown> {
    const way = this.ways[name];
    if (way === undefined) throw new Error(`${name} is not emulated by weapp-host`);
    return way(data);
  }

  fail({ message, stack }: HostException): void {
    this.exceptions.push({ message, ...(stack !== undefined && { stack }) });
    this.events.emit('App.exceptionThrown', { exceptionDetails: { message, stack } });
  }

  private readonly ways: Record<string, (data: never) => unknown> = {
    boot: () => this.boot(),
    request: (input: Parameters<Network['request']>[0]) => this.network.request(input),
    uploadFile: (input: Parameters<Network['uploadFile']>[0]) => this.network.uploadFile(input),
    downloadFile: (input: Parameters<Network['downloadFile']>[0]) => this.network.downloadFile(input),
    temporaryFile: (path: string) => this.parts.files.read(path)?.toString('base64') ?? null,
    abort: (id: number) => this.network.abort(id),
    ask: async ({ question, options }: Asked) => {
      try {
        return withFiles(question, await this.person.answer(question, options), this.parts.files);
      } catch (error) {
        this.fail(error as Error);
        throw error;
      }
    },
    exception: (exception: HostException) => this.fail(exception),
    bindingCalled: (binding: object) => this.events.emit('App.bindingCalled', binding),
    storage: (all: Record<string, string>) => {
      this.storage = all;
    },
  };

  private boot() {
    const { config } = this.parts.program;
    const [path = '', search = ''] = (
      this.options.open ??
      config.app.entryPagePath ??
      config.pages[0] ??
      ''
    ).split('?');
    const query = Object.fromEntries(
      search
        .split('&')
        .filter((pair) => pair !== '')
        .map((pair) => [pair.split('=')[0], pair.slice(pair.indexOf('=') + 1)]),
    );
    const launch = {
      path: path.replace(/^\//, ''),
      query,
      scene: this.options.scene ?? 1001,
      referrerInfo: {},
    };
    return {
      config,
      device: this.parts.device,
      launch,
      storage: this.storage,
      network: this.network.current,
    };
  }
}

/** A person hands over pictures as data; the mini-program gets files. */
function withFiles(question: Question, answer: PersonAnswer, files: TemporaryFiles): PersonAnswer {
  if (!answer.ok || !Array.isArray(answer.result.pictures)) return answer;
  const { pictures, ...others } = answer.result as { pictures: string[] };
  const placed = pictures.map((picture) => files.addPicture(picture));
  const result =
    question === 'chooseAvatar'
      ? { avatarUrl: placed[0]?.path }
      : {
          type: 'image',
          tempFiles: placed.map(({ path, size }) => ({ tempFilePath: path, size, fileType: 'image' })),
        };
  return { ok: true, result: { ...others, ...result } };
}

function personOf({ person, sandboxUrl }: HostOptions): SettablePerson {
  if (typeof person === 'object') return new SettablePerson(person);
  if (person === undefined) return new SettablePerson();
  if (sandboxUrl === undefined) throw new Error('a shopper needs the sandbox they live in: sandboxUrl');
  return new SettablePerson(new SandboxPerson(sandboxUrl, person));
}
