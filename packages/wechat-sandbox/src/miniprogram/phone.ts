import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { Shopper } from '../world';
import { madeAt, newCode, visit } from './login';
import { sealFor } from './user-data';
import type { Sealed } from './user-data';

const KNOWN_FOR_MS = 3 * 24 * 3600 * 1000;
const KEPT = 500;
const HOME_COUNTRY = '86';

const phoneSchema = z.object({ code: z.string().optional(), openid: z.string().optional() });
const hashSchema = z.object({ encrypted_msg_hash: z.string().optional() });

type PhoneInfo = {
  phoneNumber: string;
  purePhoneNumber: string;
  countryCode: string;
  watermark: { timestamp: number; appid: string };
};

/** What the button open-type="getPhoneNumber" hands to the page. With an appid it is one of another mini-program. */
export function newPhoneCode(ctx: Ctx, shopperId: string, appid?: string): string {
  visit(ctx, shopperId);
  return newCode(ctx, ctx.state.mini.phoneCodes, { shopperId, ...(appid === undefined ? {} : { appid }) });
}

/** The older way: the number sealed with the session key. Undefined when the person never logged in. */
export function sealedPhone(ctx: Ctx, shopper: Shopper): Sealed | undefined {
  const { mini } = ctx.state;
  const at = ctx.clock.now();
  const sealed = sealFor(ctx, shopper, phoneInfo(ctx, shopper, at));
  if (!sealed) return undefined;
  const hash = createHash('sha256').update(sealed.encryptedData).digest('hex');
  mini.sealed = [...mini.sealed, { hash, at }].slice(-KEPT);
  return sealed;
}

/** getuserphonenumber. Refuses 41008, 40029, 40013 for the code of another mini-program. */
export function phoneNumber(ctx: Ctx, request: Incoming): Outgoing {
  const { code, openid } = jsonBody(request, phoneSchema);
  if (!code) throw new Refusal(41008, 'missing code');
  const known = ctx.state.mini.phoneCodes.find((candidate) => candidate.code === code);
  if (known?.appid !== undefined) throw new Refusal(40013, 'invalid appid');
  const alive = known && !known.used && ctx.clock.now() < known.expiresAt;
  const shopper = alive ? shopperById(ctx, known.shopperId) : undefined;
  if (!known || !shopper || (openid !== undefined && openid !== shopper.openid)) {
    throw new Refusal(40029, 'invalid code');
  }
  known.used = true;
  return json({ errcode: 0, errmsg: 'ok', phone_info: phoneInfo(ctx, shopper, madeAt(known)) });
}

/** Whether the platform itself made this cipher text in the last three days; `vaild` is its own spelling. */
export function checkEncryptedMessage(ctx: Ctx, request: Incoming): Outgoing {
  const { encrypted_msg_hash: hash = '' } = jsonBody(request, hashSchema);
  if (!/^[0-9a-f]{64}$/i.test(hash)) throw new Refusal(40097, 'invalid args');
  const found = ctx.state.mini.sealed.find((sealed) => sealed.hash === hash.toLowerCase());
  if (!found || ctx.clock.now() - found.at >= KNOWN_FOR_MS) throw new Refusal(1, 'data not exist');
  return json({ errcode: 0, errmsg: 'ok', vaild: true, create_time: Math.floor(found.at / 1000) });
}

/** A number from abroad is kept as `+852 51234567`; at home the country is not written. */
function phoneInfo(ctx: Ctx, shopper: Shopper, at: number): PhoneInfo {
  const abroad = /^\+(\d{1,4})[ -](\d+)$/.exec(shopper.phone);
  const countryCode = abroad?.[1] ?? HOME_COUNTRY;
  const purePhoneNumber = abroad?.[2] ?? shopper.phone;
  return {
    phoneNumber: abroad ? `${countryCode}${purePhoneNumber}` : purePhoneNumber,
    purePhoneNumber,
    countryCode,
    watermark: { timestamp: Math.floor(at / 1000), appid: ctx.world.miniProgram.appid },
  };
}
