/** Express companies by the id WeChat knows them by (the list of 查询物流公司编码), the usual ones first. */
const NAMES = {
  SF: '顺丰速运',
  ZTO: '中通快递',
  YTO: '圆通速递',
  YUNDA: '韵达快递',
  STO: '申通快递',
  JTSD: '极兔速递',
  JD: '京东快递',
  EMS: '邮政 EMS',
} as const;

export type ExpressCompany = keyof typeof NAMES;
export const EXPRESS_COMPANIES = Object.keys(NAMES) as [ExpressCompany, ...ExpressCompany[]];
export const expressName = (company: string): string => NAMES[company as ExpressCompany] ?? company;
