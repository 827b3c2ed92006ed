import type { Ctx } from '../ctx';
import { verify } from '../crypto/pay';
import type { CheckStep, Incoming } from '../http/message';
import { PayRefusal } from '../http/refusal';
import { wantedSerial } from './answers';
import { textOf } from './diagnose';
import { explainRequestSignature, requestParts } from './request-mistakes';
import { knownKey } from './signing';

const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
const WINDOW_SECONDS = 300;
/** These refuse a request without Accept or User-Agent before they look at anything else. */
const NEEDS_AGENT = /^\/v3\/(certificates|refund\/)/;
const DOWNLOADS = /^\/v3\/(billdownload\/file|bill\/downloadurl)$/;

type Authorization = {
  mchid: string;
  nonce_str: string;
  signature: string;
  timestamp: string;
  serial_no: string;
};
const FORMS: Record<keyof Authorization, { form: RegExp; words: string }> = {
  mchid: { form: /^\d{8,10}$/, words: '8–10 位数字' },
  nonce_str: { form: /^.{1,32}$/, words: '1–32 个字符' },
  signature: { form: /^[A-Za-z0-9+/]+={0,2}$/, words: 'Base64' },
  timestamp: { form: /^\d{10}$/, words: '10 位数字，秒' },
  serial_no: { form: /^[0-9A-Fa-f]{8,40}$/, words: '商户API证书序列号，十六进制' },
};

/** The checks before any business, in WeChat Pay's order: agent, header form, time window, serial, signature, wanted key. */
export function checkPayRequest(ctx: Ctx, request: Incoming): void {
  requireAgent(request);
  const authorization = parseAuthorization(request);
  requireTime(ctx, request, authorization);
  requireSerial(ctx, request, authorization);
  requireSignature(ctx, request, authorization);
  requireKnownKey(ctx, request);
}

function requireAgent(request: Incoming): void {
  const { accept, 'user-agent': agent } = request.headers;
  if (!NEEDS_AGENT.test(request.path)) return;
  const step = { name: 'User-Agent 与 Accept', ok: Boolean(accept && agent) };
  const given = `User-Agent: ${agent ?? ''}\nAccept: ${accept ?? ''}`;
  check(request, { ...step, given, ...(step.ok ? {} : { hint: '退款与证书接口要求两个头都有' }) }, () =>
    refusal(400, 'INVALID_REQUEST', 'Http头缺少Accept或User-Agent'),
  );
}

function parseAuthorization(request: Incoming): Authorization {
  const header = request.headers.authorization ?? '';
  const parts = new Map<string, string>();
  const attributes = header.startsWith(`${SCHEME} `) ? header.slice(SCHEME.length + 1) : '';
  for (const [, name = '', value = ''] of attributes.matchAll(/(\w+)="([^"]*)"/g)) parts.set(name, value);
  const expected = `${SCHEME} mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…"`;
  const wrong = (hint: string): void =>
    check(request, { name: 'Authorization 格式', ok: false, given: header, expected, hint }, () =>
      signError(
        'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
        `${expected} (${hint})`,
      ),
    );
  if (attributes === '') wrong(`应以「${SCHEME} 」开头，后面只有一个空格`);
  for (const [name, { form, words }] of Object.entries(FORMS)) {
    const value = parts.get(name);
    if (value === undefined) wrong(`缺少 ${name}="…"`);
    else if (!form.test(value)) wrong(`${name} 应为${words}`);
  }
  const read = (name: keyof Authorization): string => parts.get(name) ?? '';
  check(request, { name: 'Authorization 格式', ok: true, given: header });
  return {
    mchid: read('mchid'),
    nonce_str: read('nonce_str'),
    signature: read('signature'),
    timestamp: read('timestamp'),
    serial_no: read('serial_no'),
  };
}

function requireTime(ctx: Ctx, request: Incoming, { timestamp }: Authorization): void {
  const now = ctx.clock.seconds();
  const away = Math.abs(now - Number(timestamp));
  const step: CheckStep = {
    name: '时间差',
    ok: away <= WINDOW_SECONDS,
    given: timestamp,
    expected: String(now),
  };
  if (!step.ok) step.hint = `相差 ${away} 秒，不得超过 ${WINDOW_SECONDS} 秒；沙箱的时钟可以拨快，见控制台`;
  check(request, step, () =>
    signError(
      'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
      `the sandbox's clock says ${now}`,
    ),
  );
}

/** Whether lower-case hex passes on the internet is not documented; libraries that read the serial from the certificate send it. */
function requireSerial(ctx: Ctx, request: Incoming, { mchid, serial_no }: Authorization): void {
  const { merchant, publicKeyId, certificates } = ctx.keys;
  const known = mchid === ctx.world.merchant.mchid && serial_no.toUpperCase() === merchant.serial;
  const expected = `mchid=${ctx.world.merchant.mchid}, serial_no=${merchant.serial}`;
  const step: CheckStep = {
    name: '商户号与证书序列号',
    ok: known,
    given: `mchid=${mchid}, serial_no=${serial_no}`,
    expected,
  };
  const platforms = [publicKeyId, ctx.keys.wechatPay.serial, ...certificates.map(({ serial }) => serial)];
  if (!known) {
    step.hint = platforms.includes(serial_no.toUpperCase())
      ? '这是微信支付平台的序列号，这里要填商户API证书的序列号'
      : mchid === ctx.world.merchant.mchid
        ? '序列号不是这个商户的API证书的'
        : '商户号不是这里的商户';
  }
  check(request, step, () => signError('商户证书序列号有误。请使用签名私钥匹配的证书序列号', expected));
}

function requireSignature(ctx: Ctx, request: Incoming, authorization: Authorization): void {
  const { signature, timestamp, nonce_str, serial_no } = authorization;
  const { verifier } = ctx.keys.merchant;
  const head = `${timestamp}\n${nonce_str}\n`;
  const signs = (url: string): boolean =>
    verify(
      Buffer.concat([Buffer.from(`${request.method}\n${url}\n${head}`), request.body, Buffer.from('\n')]),
      signature,
      verifier,
    );
  // The address of a bill is used as it was given; nobody can know which part of it is the sandbox's own.
  const ok =
    signs(request.rawUrl) || (DOWNLOADS.test(request.path) && signs(`${request.prefix}${request.rawUrl}`));
  if (ok) return check(request, { name: '签名', ok });
  const right = requestParts(request, authorization);
  const expected = textOf(right);
  const hint = explainRequestSignature(request, right, { signature, key: verifier, serial: serial_no });
  check(request, { name: '签名', ok, given: signature, expected, hint }, () =>
    signError('签名错误，请检查后再试', expected),
  );
}

/** The code of a Wechatpay-Serial that WeChat Pay does not know is not documented for these endpoints. */
function requireKnownKey(ctx: Ctx, request: Incoming): void {
  const serial = wantedSerial(request);
  if (serial === undefined || serial === '') return;
  const step: CheckStep = {
    name: 'Wechatpay-Serial',
    ok: knownKey(ctx, serial) !== undefined,
    given: serial,
  };
  if (!step.ok) step.hint = '应为微信支付公钥ID，或在用的平台证书的序列号';
  check(request, step, () => refusal(400, 'PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误'));
}

/** Notes the step; a failed one is thrown as the refusal it leads to. */
function check(request: Incoming, step: CheckStep, refuse?: () => PayRefusal): void {
  request.checks.push(step);
  if (!step.ok && refuse) throw refuse();
}

function refusal(status: number, code: string, message: string): PayRefusal {
  return new PayRefusal({ status, code, message });
}

function signError(message: string, expected: string): PayRefusal {
  return new PayRefusal({ status: 401, code: 'SIGN_ERROR', message }, expected);
}
