import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {} from '../weapp-host/src/view/main';
import { startHost } from '../weapp-host/src';
import type { HostOptions } from '../weapp-host/src';

const BUILT_FOR = 'http://127.0.0.1:7300';
/** Of setData calls of the page so far; where the host keeps what the app stores. */
const PAYLOAD_KEY = 'bench.largest-set-data';

/** A copy of a built mini-program that asks the server at `api`, and that notes the largest setData of the page `watched`. */
export function prepareCopy(
  dist: string,
  folder: string,
  { api, watched }: { api: string; watched: string },
) {
  cpSync(dist, folder, { recursive: true });
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue;
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(BUILT_FOR, api));
  }
  const page = join(folder, `${watched}.js`);
  writeFileSync(page, `(function (Page) {${readFileSync(page, 'utf8')}\n})(${WATCHING})`);
  return folder;
}

/** `Page`, with its setData watched; runs in the mini-program. */
const WATCHING = `function (config) {
  var onLoad = config.onLoad, largest = 0;
  config.onLoad = function () {
    var page = this, setData = page.setData;
    page.setData = function (data, done) {
      largest = Math.max(largest, JSON.stringify(data).length);
      wx.setStorageSync('${PAYLOAD_KEY}', largest);
      return setData.call(page, data, done);
    };
    return onLoad && onLoad.apply(page, arguments);
  };
  return Page(config);
}`;

export type Start = { firstSeenMs: number; largestSetDataKb: number };

/** Opens the mini-program and waits until `wanted` is on the screen: an id's beginning, or a text. */
export async function timeStart(
  options: HostOptions,
  wanted: { idStart: string } | { text: string },
): Promise<Start> {
  const host = await startHost(options);
  try {
    await host.page.waitForFunction(isSeen, wanted, { polling: 'raf', timeout: 60_000 });
    // Counted from the navigation of the host's page, which is the tap on the mini-program's icon.
    const firstSeenMs = await host.page.evaluate(() => Number(document.body.dataset['seenAt']));
    if (host.exceptions.length > 0) throw new Error(`the start failed: ${host.exceptions[0]?.message}`);
    const { data: characters } = JSON.parse(host.storage()[PAYLOAD_KEY] ?? '{"data":0}') as { data: number };
    return { firstSeenMs, largestSetDataKb: characters / 1024 };
  } finally {
    await host.close();
  }
}

/** Runs in the browser. */
function isSeen(wanted: { idStart?: string; text?: string }): boolean {
  const pages = [...document.querySelectorAll('iframe')].map(({ contentDocument }) => contentDocument);
  const found = pages.some((page) => {
    if (wanted.text !== undefined) return page?.body?.innerText.includes(wanted.text) === true;
    const node = page?.querySelector(`[id^="${wanted.idStart}"]`);
    return node !== null && node !== undefined && node.getBoundingClientRect().height > 0;
  });
  if (found) document.body.dataset['seenAt'] ??= String(performance.now());
  return found;
}
