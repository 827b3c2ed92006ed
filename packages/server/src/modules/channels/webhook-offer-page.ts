import type { Posted, Webhook, WebhookAnswer } from '../../http/routes';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { errorTable } from '@omni/shared/errors';
import { answerOffer, getOffer } from './answer-offer';

type View = Awaited<ReturnType<typeof getOffer>>;

/** Texts come from goods and stores; nothing in them is markup. */
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => `&#${String(char.charCodeAt(0))};`);

const page = (status: number, body: string): WebhookAnswer => ({
  status,
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>到店自提</title><style>body{font:16px/1.6 system-ui;margin:0 auto;max-width:32rem;padding:1.5rem;color:#222}button{font:inherit;width:100%;padding:.75rem;margin:.4rem 0;border:1px solid #222;border-radius:.5rem;background:#fff}button.yes{background:#222;color:#fff}ul{padding-left:1.2rem}.code{font-size:2rem;letter-spacing:.2rem}small{color:#666}</style><main>${body}</main></html>`,
});

/**
 * What the link in the message opens, for buyers who have no mini-program: the offer and its two answers, without a script.
 * The token stands for the buyer; a form that comes twice is the same answer.
 */
async function showPage(ctx: Ctx, posted: Posted): Promise<WebhookAnswer> {
  const form = new URLSearchParams(posted.method === 'POST' ? posted.body.toString('utf8') : '');
  const token = posted.query.token ?? '';
  try {
    const said = posted.method === 'POST' ? await answerByForm(ctx, token, form) : null;
    return page(200, offerHtml(await getOffer(ctx, { token }), said));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return page(errorTable[error.code].status, '<h1>链接无效</h1><p>请从消息里重新打开。</p>');
  }
}

/** The refusal in words, or null when the answer was taken. */
async function answerByForm(ctx: Ctx, token: string, form: URLSearchParams): Promise<string | null> {
  const storeId = form.get('storeId');
  const answer = form.get('answer') === 'accept' ? 'accept' : 'decline';
  try {
    await answerOffer(ctx, { token, answer, ...(answer === 'accept' && storeId ? { storeId } : {}) });
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'NOT_FOUND') throw error;
    return errorTable[error.code].message;
  }
}

function offerHtml(view: View, said: string | null): string {
  const lines = view.lines.map(
    ({ title, valuesText, quantity }) => `<li>${escaped(`${title} ${valuesText}`)} ×${quantity}</li>`,
  );
  return [
    '<h1>到店自提</h1>',
    said === null ? '' : `<p role="alert">${escaped(said)}</p>`,
    `<p>${escaped(view.text)}</p>`,
    `<ul>${lines.join('')}</ul>`,
    view.state === 'open' ? formHtml(view) : '',
    view.pickupCode ? `<p>取货码</p><p class="code">${escaped(view.pickupCode.digits)}</p>` : '',
  ].join('');
}

function formHtml(view: View): string {
  const buttons = view.stores.map(
    (store) =>
      `<form method="post"><input type="hidden" name="storeId" value="${escaped(store.storeId)}"><button class="yes" name="answer" value="accept">到${escaped(store.name)}自提<br><small>${escaped(store.address)} · ${store.distanceMetres} 米</small></button></form>`,
  );
  return `${buttons.join('')}<form method="post"><button name="answer" value="decline">按原地址发货</button></form>`;
}

export const offerPage: Webhook = { name: 'channel.offerPage', path: '/pickup-offer', run: showPage };
