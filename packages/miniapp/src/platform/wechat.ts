import Taro from '@tarojs/taro';
import type { Point } from '@omni/shared/geo';
import { fittingTemplates, isWeapp, pickupReadyTemplate } from './env';
import { callPreview, previewProblem } from './preview-wx';
import type { WxFailure } from './preview-wx';

const failureOf = (thrown: unknown): WxFailure =>
  typeof thrown === 'object' && thrown !== null && 'errMsg' in thrown
    ? (thrown as WxFailure)
    : { errMsg: String(thrown) };

/** Null when WeChat (or its stand-in) is there. */
export const platformProblem = (): Promise<string | null> =>
  isWeapp ? Promise.resolve(null) : previewProblem();

export async function loginCode(): Promise<string> {
  const problem = await platformProblem();
  if (problem !== null) throw new Error(problem);
  const { code } = isWeapp ? await Taro.login() : await callPreview<{ code: string }>('login');
  return code;
}

export type PayParams = {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: 'RSA';
  paySign: string;
};
export type PayOutcome = { kind: 'ok' } | { kind: 'cancelled' } | { kind: 'failed'; message: string };

/** `ok` only means that WeChat's sheet said so: the server asks WeChat Pay. */
export async function requestPayment(params: PayParams): Promise<PayOutcome> {
  try {
    await (isWeapp ? Taro.requestPayment(params) : callPreview('requestPayment', params));
    return { kind: 'ok' };
  } catch (thrown) {
    const { errMsg } = failureOf(thrown);
    return errMsg === 'requestPayment:fail cancel'
      ? { kind: 'cancelled' }
      : { kind: 'failed', message: errMsg };
  }
}

export const askPickupReadyNotice = (): Promise<boolean> => askNotices([pickupReadyTemplate]);
/** That it is prepared, and that it is soon. True when at least one of both may be told. */
export const askFittingNotices = (): Promise<boolean> => askNotices([...fittingTemplates]);

/** Must run inside a tap handler or a payment callback. True when the shopper accepted one; never rejects. */
async function askNotices(tmplIds: string[]): Promise<boolean> {
  try {
    const answer = isWeapp
      ? await Taro.requestSubscribeMessage({ tmplIds, entityIds: [] })
      : await callPreview<Record<string, unknown>>('requestSubscribeMessage', { tmplIds });
    return Object.entries(answer).some(
      ([key, choice]) => tmplIds.includes(key) && /^accept/.test(String(choice)),
    );
  } catch {
    return false;
  }
}

export type Located = { ok: true; point: Point } | { ok: false; refused: boolean };

/** GCJ-02. */
export async function locate(): Promise<Located> {
  try {
    const { latitude, longitude } = isWeapp
      ? await Taro.getLocation({ type: 'gcj02' })
      : await callPreview<Point>('getLocation', { type: 'gcj02' });
    return { ok: true, point: { latitude, longitude } };
  } catch (thrown) {
    const { errMsg, errno } = failureOf(thrown);
    return { ok: false, refused: /auth|deny|denied|privacy/.test(errMsg) || errno === 103 || errno === 104 };
  }
}

export type ChosenPlace = Point & { name: string; address: string };

/** Null when the shopper closed the map. */
export async function choosePlace(): Promise<ChosenPlace | null> {
  try {
    return isWeapp ? await Taro.chooseLocation({}) : await callPreview<ChosenPlace>('chooseLocation');
  } catch {
    return null;
  }
}

/** WeChat's map with the way there. False: there is none (the preview), or it did not open. */
export async function openMap(place: ChosenPlace): Promise<boolean> {
  try {
    await (isWeapp ? Taro.openLocation({ ...place, scale: 16 }) : callPreview('openLocation', place));
    return true;
  } catch {
    return false;
  }
}

export type Scanned = { result: string; path?: string };

/** Null when the shopper closed the camera. */
export async function scanCode(): Promise<Scanned | null> {
  try {
    return isWeapp ? await Taro.scanCode({}) : await callPreview<Scanned>('scanCode');
  } catch {
    return null;
  }
}

/** H5 only: stands for the button of open-type getPhoneNumber. Null when the shopper refused. */
export async function previewPhoneCode(): Promise<string | null> {
  const detail = await callPreview<{ code?: string; errMsg?: string }>('previewGetPhoneNumber').catch(
    () => null,
  );
  return detail?.code ?? null;
}
