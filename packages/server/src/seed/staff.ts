import type { SaveStaff } from '../modules/staff';
import { STORES } from './stores';

const at = (...storeIds: string[]) =>
  STORES.filter(({ storeId }) => storeIds.includes(storeId)).map(({ storeId, name }) => ({ storeId, name }));

/** The people of the sandbox's WeCom company, with what they may do here. */
export const STAFF: SaveStaff[] = [
  { userid: 'xiaomei', name: '小美', role: 'guide', stores: at('SH001') },
  { userid: 'laozhou', name: '老周', role: 'manager', stores: at('SH001') },
  { userid: 'aqiang', name: '阿强', role: 'clerk', stores: at('SH002') },
  { userid: 'yunying', name: '云英', role: 'operator', stores: at(...STORES.map(({ storeId }) => storeId)) },
];
