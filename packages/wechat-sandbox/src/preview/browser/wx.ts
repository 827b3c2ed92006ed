/** Gives a page in Chromium the `wx` that a mini-program has on a phone. */
import { checkSession, login, previewGetPhoneNumber } from './account';
import { chooseLocation, getLocation } from './location';
import { requestPayment } from './payment';
import {
  getPrivacySetting,
  onNeedPrivacyAuthorization,
  openPrivacyContract,
  requirePrivacyAuthorize,
} from './privacy';
import { askedPerson, currentPerson } from './person';
import { scanCode } from './scan';
import { requestSubscribeMessage } from './subscribe';

const wx = {
  login,
  checkSession,
  previewGetPhoneNumber,
  requestPayment,
  getLocation,
  chooseLocation,
  requestSubscribeMessage,
  scanCode,
  getPrivacySetting,
  openPrivacyContract,
  onNeedPrivacyAuthorization,
  requirePrivacyAuthorize,
  /** The id of who holds the phone; null until it is settled. */
  __person: askedPerson(),
};

Object.assign(window, { wx: Object.assign(Reflect.get(window, 'wx') ?? {}, wx) });
void currentPerson().then((person) => Object.assign(Reflect.get(window, 'wx'), { __person: person.id }));
