/** The way from a client to the control API of a sandbox; what a mistake of the caller is answered with becomes the error's words. */
export class Transport {
  private readonly base: string;

  constructor(url: string) {
    this.base = url.replace(/\/$/, '');
  }

  get<T>(path: string): Promise<T> {
    return this.send(path, { method: 'GET' });
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private async send<T>(path: string, init: RequestInit): Promise<T> {
    const response = await fetch(`${this.base}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox: ${init.method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}
