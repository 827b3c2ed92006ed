import type { Ctx } from '../ctx';
import { miniProgramRefusal, miniProgramRoutes } from '../miniprogram/routes';
import { checkPayRequest } from '../pay/gate';
import { payRefusalAnswer, payRoutes, signAnswer } from '../pay/routes';
import { officialRoutes } from '../official/routes';
import { oauthRoutes, wecomRefusal, wecomRoutes } from '../wecom/routes';
import { empty } from './message';
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
      new Router([...miniProgramRoutes(ctx), ...officialRoutes(ctx)]),
      (refusal) => miniProgramRefusal(ctx, refusal),
    ),
    'qyapi.weixin.qq.com': envelopeHost('qyapi.weixin.qq.com', new Router(wecomRoutes(ctx)), (refusal) =>
      wecomRefusal(ctx, refusal),
    ),
    'open.weixin.qq.com': envelopeHost('open.weixin.qq.com', new Router(oauthRoutes(ctx)), (refusal) =>
      wecomRefusal(ctx, refusal),
    ),
    'api.mch.weixin.qq.com': payHost(ctx),
  };
}

function envelopeHost(name: string, router: Router, word: (refusal: Refusal) => Outgoing): Host {
  return {
    name,
    router,
    before: nothingBefore,
    finish: asItIs,
    refuse: (_request, error) => (error instanceof Refusal ? word(error) : undefined),
    unknownPath: () => word(new Refusal(40066, 'invalid url')),
    wrongMethod: (request) =>
      word(
        request.method === 'GET'
          ? new Refusal(43002, 'require POST method')
          : new Refusal(43001, 'require GET method'),
      ),
    failed: (_request, { errcode, message, status }) => ({ ...word(new Refusal(errcode, message)), status }),
  };
}

function payHost(ctx: Ctx): Host {
  const refuse = (request: Incoming, error: unknown): Outgoing | undefined =>
    error instanceof PayRefusal ? payRefusalAnswer(ctx, request, error) : undefined;
  return {
    name: 'api.mch.weixin.qq.com',
    router: new Router(payRoutes(ctx)),
    before: (request) => checkPayRequest(ctx, request),
    finish: (answer) => signAnswer(ctx, answer),
    refuse,
    unknownPath: () => empty(404),
    wrongMethod: () => empty(405),
    failed: (request, { status, code, message }) =>
      payRefusalAnswer(ctx, request, new PayRefusal({ status, code, message })),
  };
}
