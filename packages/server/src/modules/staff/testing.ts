import type { Ctx } from '../../kernel/context';
import { saveStaff } from './save-staff';
import type { SaveStaff } from './save-staff';

/** 小美, a guide of the sandbox's company, in one store unless told otherwise. */
export async function aGuide(ctx: Ctx, given: Partial<SaveStaff> = {}): Promise<SaveStaff> {
  const guide: SaveStaff = {
    userid: 'xiaomei',
    name: '小美',
    role: 'guide',
    stores: [{ storeId: 'SH-JINGAN', name: '静安寺店' }],
    ...given,
  };
  await saveStaff(ctx, guide);
  return guide;
}
