/** Why the WeCom client did not do what was asked, in words a screen can answer to. */
export type FailureKind =
  | 'outside'
  | 'wrong_entry'
  | 'no_permission'
  | 'cancelled'
  | 'unsupported'
  | 'no_answer'
  | 'untrusted_page'
  | 'failed';
export type Failure = { kind: FailureKind; message: string };

export const failureText: Readonly<Record<FailureKind, string>> = {
  outside: '请在企业微信中打开本页面',
  wrong_entry: '请从与客户的聊天侧边栏打开',
  no_permission: '企业微信没有给本应用这项权限，请联系管理员',
  cancelled: '已取消',
  unsupported: '当前设备不支持此操作',
  no_answer: '企业微信没有回应，请稍后再试',
  untrusted_page: '页面地址不在可信域名内，请联系管理员',
  failed: '企业微信没有完成这个操作，请重试',
};

export const failure = (kind: FailureKind): Failure => ({ kind, message: failureText[kind] });

/** Words of the client after `<api>:`, first match wins. The SDK has already mapped `access denied` and the like. */
const words: readonly (readonly [RegExp, FailureKind])[] = [
  [/without context|nocontext/, 'wrong_entry'],
  [/cancel/, 'cancelled'],
  [/not exist|not support|function_not_exist|notsupport/, 'unsupported'],
  [/no ?permission|permission denied|invalid signature|40093|80001|40013/, 'no_permission'],
];

/** `getCurExternalContact:fail without context of external contact` → `wrong_entry`. */
export function failureOf(error: unknown): Failure {
  const said = (error as { errMsg?: unknown } | null)?.errMsg;
  const text = (typeof said === 'string' ? said : '').toLowerCase();
  const found = words.find(([pattern]) => pattern.test(text));
  return failure(found ? found[1] : 'failed');
}
