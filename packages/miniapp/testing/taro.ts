import { useEffect } from 'react';
import type { EndpointName } from '@omni/shared/client';
import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';

type Answer = { statusCode: number; data: unknown; header: Record<string, string> };
type Request = { url: string; data: unknown };
type Reaction = (input: unknown) => Answer | Promise<Answer>;

const reactions = new Map<string, Reaction>();
const stored = new Map<string, unknown>();

const reply = (statusCode: number, data: unknown): Answer => ({ statusCode, data, header: {} });

/** The other end of `Taro.request`. An endpoint nobody spoke of is a call that never comes back. */
export const server = {
  answers<N extends EndpointName>(name: N, ...bodies: Reply<Contracts[N]>[]): void {
    let next = 0;
    reactions.set(name, () => reply(200, bodies[Math.min(next++, bodies.length - 1)]));
  },
  refuses(name: EndpointName, code: string, message: string): void {
    reactions.set(name, () => reply(409, { error: { code, message } }));
  },
  /** Answers nothing until told to; then the oldest call first. */
  hangs<N extends EndpointName>(name: N): (body: Reply<Contracts[N]>) => void {
    const waiting: ((answer: Answer) => void)[] = [];
    reactions.set(name, () => new Promise((resolve) => waiting.push(resolve)));
    return (body) => waiting.shift()?.(reply(200, body));
  },
  heard: (name: EndpointName): unknown[] =>
    taro.request.mock.calls.filter(([{ url }]) => url === `/api/${name}`).map(([{ data }]) => data),
};

const settled = () => jest.fn((_options: object) => Promise.resolve({ errMsg: 'ok' }));

export const taro = {
  navigateTo: settled(),
  redirectTo: settled(),
  navigateBack: settled(),
  switchTab: settled(),
  showToast: settled(),
  setClipboardData: settled(),
  getCurrentPages: jest.fn((): object[] => [{}]),
  getStorageSync: (key: string): unknown => stored.get(key) ?? '',
  setStorageSync: (key: string, value: unknown) => void stored.set(key, value),
  removeStorageSync: (key: string) => void stored.delete(key),
  getStorageInfoSync: () => ({ keys: [...stored.keys()] }),
  request: jest.fn(async ({ url, data }: Request): Promise<Answer> => {
    const reaction = reactions.get(url.replace('/api/', ''));
    if (reaction === undefined) throw { errMsg: 'request:fail' };
    return reaction(data);
  }),
  useDidShow: (run: () => void) => useEffect(() => run(), []),
  useReachBottom: (_run: () => void) => undefined,
  useDidHide: (_run: () => void) => undefined,
  useRouter: jest.fn((): { params: Record<string, string> } => ({ params: {} })),
  usePullDownRefresh: (_run: () => void) => undefined,
  stopPullDownRefresh: () => undefined,
  removeTabBarBadge: settled(),
  setTabBarBadge: settled(),
  previewImage: settled(),
  useShareAppMessage: jest.fn((_card: (from: { from: string }) => object) => undefined),
  setKeepScreenOn: settled(),
  setScreenBrightness: settled(),
  getScreenBrightness: () => Promise.resolve({ value: 0.4 }),
  getEnv: () => 'WEB',
  nextTick: (run: () => void) => void setTimeout(run, 0),
};

/** What was shown for a moment and went away by itself. */
export const toasts = (): unknown[] =>
  taro.showToast.mock.calls.map(([options]) => (options as { title: string }).title);

export function startAnew(): void {
  reactions.clear();
  stored.clear();
}

export const { getEnv, nextTick } = taro;
export default taro;
