/** An answer in the envelope of api.weixin.qq.com and qyapi.weixin.qq.com: HTTP 200 with an errcode. */
export class Refusal extends Error {
  constructor(
    readonly errcode: number,
    message: string,
  ) {
    super(message);
  }
}

export type PayErrorDetail = {
  field: string;
  value?: unknown;
  issue: string;
  location: 'body' | 'url' | 'query';
};

export type PayError = { status: number; code: string; message: string; detail?: PayErrorDetail };

/** An answer of WeChat Pay v3: an HTTP status and a code. `expected` is shown on the control screen only. */
export class PayRefusal extends Error {
  constructor(
    readonly answer: PayError,
    readonly expected?: string,
  ) {
    super(answer.message);
  }
}
