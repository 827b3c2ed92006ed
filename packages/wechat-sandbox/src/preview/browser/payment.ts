import { tell } from './backend';
import { WxFailure, wxApi } from './call';
import type { Options } from './call';
import { currentPerson } from './person';
import { element, showSheet, toast } from './sheet';

type PaySheet = { merchant: string; description: string; amountFen: number } | { fail: string };

/** The person's answer is given to the sandbox, which pays; what it says comes back as WeChat's errMsg. */
export const requestPayment = wxApi('requestPayment', async (options) => {
  const person = await currentPerson();
  const params = paymentParams(options);
  const sheet = await tell<PaySheet>(`/control/shoppers/${person.id}/pay-sheet`, params);
  if ('fail' in sheet) throw new WxFailure(sheet.fail);
  const confirmed = await showPaySheet(sheet);
  const { errMsg } = await tell<{ errMsg: string }>(`/control/shoppers/${person.id}/pay`, {
    ...params,
    cancel: !confirmed,
  });
  const failed = /^requestPayment:fail (.*)$/.exec(errMsg);
  if (failed) throw new WxFailure(failed[1] ?? '');
  toast('支付成功');
  return {};
});

function paymentParams(options: Options): Record<string, string> {
  const names = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'];
  const given: Record<string, string> = {};
  for (const name of names) {
    const value = options[name];
    if (typeof value !== 'string' || value === '') {
      throw new WxFailure(`parameter error: parameter.${name} should be String instead of ${typeof value};`);
    }
    given[name] = value;
  }
  return given;
}

function showPaySheet(sheet: { merchant: string; description: string; amountFen: number }): Promise<boolean> {
  const yuan = `¥${(sheet.amountFen / 100).toFixed(2)}`;
  return showSheet<boolean>({
    label: '确认支付',
    content: [
      element('p', { className: 'wxs-merchant', text: sheet.merchant }),
      element('p', {
        className: 'wxs-amount',
        text: yuan,
        attributes: { 'data-testid': 'sandbox-pay-amount' },
      }),
      element('p', {
        className: 'wxs-row',
        children: ['商品', element('span', { text: sheet.description })],
      }),
      element('p', {
        className: 'wxs-row',
        children: ['付款方式', element('span', { text: '零钱（沙箱）' })],
      }),
    ],
    buttons: [
      { text: '取消', testId: 'sandbox-pay-cancel', value: false },
      { text: '确认支付', testId: 'sandbox-pay-confirm', value: true, primary: true },
    ],
    cancelled: false,
  });
}
