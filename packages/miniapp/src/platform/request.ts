import Taro from '@tarojs/taro';

export type HttpAnswer = { status: number; body: unknown; date: string | null };

/** Rejects only when nothing came back. */
export async function postJson(path: string, body: unknown, token: string | null): Promise<HttpAnswer> {
  const answer = await Taro.request<unknown>({
    url: `${API_BASE}${path}`,
    method: 'POST',
    timeout: 15_000,
    data: body ?? {},
    header: {
      'content-type': 'application/json',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    },
  });
  return { status: answer.statusCode, body: answer.data, date: headerOf(answer.header, 'date') };
}

function headerOf(header: Record<string, unknown> | undefined, name: string): string | null {
  const found = Object.entries(header ?? {}).find(([key]) => key.toLowerCase() === name);
  return typeof found?.[1] === 'string' ? found[1] : null;
}
