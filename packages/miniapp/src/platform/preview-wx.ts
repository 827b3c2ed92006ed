/**
 * The H5 build is a local preview. What a phone's WeChat gives, the sandbox's preview script gives as `window.wx`, with the
 * same names, arguments and errMsg strings, plus `previewGetPhoneNumber` in place of the button of that open-type.
 */
export type WxFailure = { errMsg: string; errno?: number };
type WxCall = (options: Record<string, unknown>) => unknown;

declare global {
  interface Window {
    wx?: Record<string, WxCall | undefined>;
  }
}

const WAIT_MS = 3000;
const STEP_MS = 50;

/** Resolves to null when the preview script is there, to what to do about it when it is not. */
export async function previewProblem(): Promise<string | null> {
  for (let waited = 0; waited < WAIT_MS; waited += STEP_MS) {
    if (window.wx?.login) return null;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  return '预览环境缺少 window.wx。请通过本地沙箱的预览入口打开本页（npm start 会打印地址）。';
}

/** Takes both habits of wx APIs: success/fail callbacks and a returned promise. Rejects with `{ errMsg }`. */
export function callPreview<T>(name: string, options: Record<string, unknown> = {}): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const method = window.wx?.[name];
    if (!method) {
      reject({ errMsg: `${name}:fail window.wx.${name} is missing` } satisfies WxFailure);
      return;
    }
    const answer = method({ ...options, success: resolve, fail: reject });
    if (answer instanceof Promise) answer.then(resolve, reject);
  });
}
