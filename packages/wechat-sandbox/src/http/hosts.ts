import { douyinHost } from '../channels/douyin-host';
import type { Ctx } from '../ctx';
import { payRefusalAnswer } from '../pay/answers';
import { checkPayRequest } from '../pay/gate';
import { payRoutes } from '../pay/routes';
import { mpRoutes, withWebLogin } from '../official/routes';
import { oauthRoutes, wecomRefusal, wecomRoutes } from '../wecom/routes';
import { scanLoginRoutes } from '../wecom/scan-login';
import { refuseWithRid } from '../weixin/rids';
import { weixinRoutes } from '../weixin/routes';
import { empty, html } from './message';
import type { Incoming, Outgoing } from './message';
import { PayRefusal, Refusal } from './refusal';
import { Router } from './router';

/** One of WeChat's machines: its addresses, what comes before them, and how it words a refusal. */
export type Host = {
  name: string;
  router: Router;
  before(request: Incoming): void;
  finish(answer: Outgoing): Outgoing;
  /** Undefined when the error is no refusal of this host but a mistake in the sandbox. */
  refuse(request: Incoming, error: unknown): Outgoing | undefined;
  unknownPath(request: Incoming): Outgoing;
  wrongMethod(request: Incoming): Outgoing;
  failed(
    request: Incoming,
    fault: { errcode: number; status: number; code: string; message: string },
  ): Outgoing;
};

const nothingBefore = (): void => undefined;
const asItIs = (answer: Outgoing): Outgoing => answer;

export function platformHosts(ctx: Ctx): Record<string, Host> {
  return {
    'api.weixin.qq.com': envelopeHost(
      'api.weixin.qq.com',
      new Router(weixinRoutes(ctx)),
      (request, refusal) => refuseWithRid(ctx, request, refusal),
    ),
    'mp.weixin.qq.com': pageHost('mp.weixin.qq.com', new Router(mpRoutes(ctx))),
    'qyapi.weixin.qq.com': envelopeHost(
      'qyapi.weixin.qq.com',
      new Router(wecomRoutes(ctx)),
      (request, refusal) => wecomRefusal(ctx, refusal, request),
    ),
    'open.weixin.qq.com': envelopeHost(
      'open.weixin.qq.com',
      new Router(withWebLogin(ctx, oauthRoutes(ctx))),
      (request, refusal) => wecomRefusal(ctx, refusal, request),
    ),
    'login.work.weixin.qq.com': pageHost('login.work.weixin.qq.com', new Router(scanLoginRoutes(ctx))),
    'api.mch.weixin.qq.com': payHost(ctx, 'api.mch.weixin.qq.com'),
    'open.douyin.com': douyinHost(ctx),
    // The standby: the same platform at another site.
    'api2.mch.weixin.qq.com': payHost(ctx, 'api2.mch.weixin.qq.com'),
  };
}

type Word = (request: Incoming, refusal: Refusal) => Outgoing;

function envelopeHost(name: string, router: Router, word: Word): Host {
  return {
    name,
    router,
    before: nothingBefore,
    finish: asItIs,
    refuse: (request, error) => (error instanceof Refusal ? word(request, error) : undefined),
    unknownPath: (request) => word(request, new Refusal(40066, 'invalid url')),
    wrongMethod: (request) =>
      word(
        request,
        request.method === 'GET'
          ? new Refusal(43002, 'require POST method')
          : new Refusal(43001, 'require GET method'),
      ),
    failed: (request, { errcode, message, status }) => ({
      ...word(request, new Refusal(errcode, message)),
      status,
    }),
  };
}

/** Pictures and pages for people: what is not there is a 404. */
function pageHost(name: string, router: Router): Host {
  const notThere = (): Outgoing => html('<h1>404 Not Found</h1>', 404);
  return {
    name,
    router,
    before: nothingBefore,
    finish: asItIs,
    refuse: () => undefined,
    unknownPath: notThere,
    wrongMethod: notThere,
    failed: (_request, { status }) => html('<h1>系统繁忙</h1>', status),
  };
}

function payHost(ctx: Ctx, name: string): Host {
  const refuse = (request: Incoming, error: unknown): Outgoing | undefined =>
    error instanceof PayRefusal ? payRefusalAnswer(ctx, request, error) : undefined;
  return {
    name,
    router: new Router(payRoutes(ctx)),
    before: (request) => checkPayRequest(ctx, request),
    finish: asItIs,
    refuse,
    unknownPath: () => empty(404),
    wrongMethod: () => empty(405),
    failed: (request, { status, code, message }) =>
      payRefusalAnswer(ctx, request, new PayRefusal({ status, code, message })),
  };
}
