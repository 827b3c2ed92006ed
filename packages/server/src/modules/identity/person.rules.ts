/** Whom an identifier belongs to now, and whether WeChat has vouched for that customer with a UnionID. */
export type Owner = { customerId: string; hasUnionid: boolean };
/** What was seen together: the UnionID (null when the platform gave none) and one other identifier of the same person. */
export type Seen = { unionid: null | { owner: Owner | null }; other: { owner: Owner | null } };
export type Plan =
  | { do: 'create' }
  | { do: 'keep'; customerId: string; link: 'nothing' | 'unionid' | 'other' }
  | { do: 'join'; into: string; from: string }
  /** The other identifier leaves its customer for the UnionID's; `to` null is a new customer. */
  | { do: 'move'; to: string | null };

/**
 * The same UnionID is always the same customer, and two UnionIDs are never one. A customer without UnionID who turns out to be
 * one with it is joined into that one; when both have one, the other identifier alone changes hands.
 */
export function planPerson({ unionid, other }: Seen): Plan {
  const theirs = other.owner;
  if (!unionid) {
    return theirs ? { do: 'keep', customerId: theirs.customerId, link: 'nothing' } : { do: 'create' };
  }
  const { owner } = unionid;
  if (!owner && !theirs) return { do: 'create' };
  if (!owner && theirs) {
    if (theirs.hasUnionid) return { do: 'move', to: null };
    return { do: 'keep', customerId: theirs.customerId, link: 'unionid' };
  }
  if (!owner) return { do: 'create' };
  if (!theirs) return { do: 'keep', customerId: owner.customerId, link: 'other' };
  if (theirs.customerId === owner.customerId) {
    return { do: 'keep', customerId: owner.customerId, link: 'nothing' };
  }
  if (theirs.hasUnionid) return { do: 'move', to: owner.customerId };
  return { do: 'join', into: owner.customerId, from: theirs.customerId };
}

export type PhoneOwner = Owner & { hasOpenid: boolean };

/**
 * What a verified phone does to the member who verified it. A customer known by the phone alone becomes this one; a customer
 * whom WeChat knows as somebody (UnionID, or another openid of this mini-program) keeps it.
 */
export function planPhone(member: string, owner: PhoneOwner | null): 'take' | 'nothing' | 'join' | 'refuse' {
  if (!owner) return 'take';
  if (owner.customerId === member) return 'nothing';
  return owner.hasUnionid || owner.hasOpenid ? 'refuse' : 'join';
}

/** The one form in which a number is kept: eleven digits in mainland China, `+` and country code elsewhere. */
export function normalPhone(phone: { countryCode: string; purePhoneNumber: string }): string {
  return phone.countryCode === '86' ? phone.purePhoneNumber : `+${phone.countryCode}${phone.purePhoneNumber}`;
}

/** Consents are of one wording; a new wording needs new consents. */
export const CONSENT_TEXT_VERSION = '2026-11-01';
