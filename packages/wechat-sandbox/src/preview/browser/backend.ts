/** Scripts of the preview are classic ones, so that `currentScript` says where the sandbox is, proxied or not. */
const source =
  document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href;
const base = new URL('../', source).href.replace(/\/$/, '');

export type Person = { id: string; name: string; phone: string; note: string };
export type Template = { id: string; title: string };
export type Context = {
  miniProgram: { appid: string; name: string; templates: Template[] };
  shoppers: Person[];
};

export function ask<T>(path: string): Promise<T> {
  return send<T>(path, {});
}

export function tell<T>(path: string, body: unknown): Promise<T> {
  return send<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

let context: Promise<Context> | undefined;

export function previewContext(): Promise<Context> {
  context ??= ask<Context>('/preview/context').catch((error: unknown) => {
    context = undefined;
    throw error;
  });
  return context;
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`${base}${path}`, { credentials: 'same-origin', ...init });
  const text = await response.text();
  if (!response.ok) throw new Error(`sandbox answered ${response.status}: ${text.slice(0, 200)}`);
  return JSON.parse(text) as T;
}
