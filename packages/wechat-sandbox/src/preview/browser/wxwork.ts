/** Makes Chromium pass for the WeCom client, so that the unmodified @wecom/jssdk works in it. */
import { tell } from './backend';
import { showScanSheet } from './scan-sheet';
import { toast } from './sheet';

const CLIENT = 'wxwork/4.1.30 MicroMessenger/7.0.1';

type Answer = { err_msg: string; [field: string]: unknown };
type Callback = (answer: Answer) => void;

async function invoke(name: string, params: Record<string, unknown> = {}): Promise<Answer> {
  const url = location.href.split('#')[0];
  const answer = await tell<Answer>('/preview/bridge', { name, params, url });
  if (answer.err_msg !== `${name}:ok`) return answer;
  if (name === 'scanQRCode') return scan();
  if (name === 'sendChatMessage') toast('已发送');
  if (name === 'openUserProfile') toast('已打开客户资料');
  return answer;
}

async function scan(): Promise<Answer> {
  const text = await showScanSheet([]);
  return text === null ? { err_msg: 'scanQRCode:cancel' } : { err_msg: 'scanQRCode:ok', resultStr: text };
}

function failed(name: string, error: unknown): Answer {
  return { err_msg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` };
}

const userAgent = `${navigator.userAgent} ${CLIENT}`;
Object.defineProperty(navigator, 'userAgent', { get: () => userAgent, configurable: true });

const bridge = {
  invoke(name: string, params?: Record<string, unknown>, callback?: Callback): void {
    invoke(name, params).then(
      (answer) => callback?.(answer),
      (error: unknown) => callback?.(failed(name, error)),
    );
  },
  /** Menu and share events never happen here. */
  on(): void {},
};

Object.assign(window, { WeixinJSBridge: bridge });
document.dispatchEvent(new Event('WeixinJSBridgeReady'));
