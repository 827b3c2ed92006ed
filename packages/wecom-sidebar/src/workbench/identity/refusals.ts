import type { Refusal } from '../../api/types';

const sentences: Readonly<Record<string, string>> = {
  OFFLINE: '网络不给力，不确定是否已经完成。恢复后请再点一次，不会重复',
  BUSY: '系统繁忙，请稍后再点一次，不会重复',
  INTERNAL: '系统开小差了，请稍后再点一次，不会重复',
  REQUEST_REUSED: '上一次提交其实已经完成，请返回顾客查看历史',
  NOT_FOUND: '顾客或依据已经变化，请返回后重新打开',
  FORBIDDEN: '顾客识别只对私域运营开放',
  INVALID_INPUT: '填写的内容不符合要求，请检查后再提交',
};

/** A sentence for a refused command. */
export const sentenceFor = ({ code, message }: Refusal): string => sentences[code] ?? message;
