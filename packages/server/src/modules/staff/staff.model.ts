import { Schema, model } from 'mongoose';

export type StaffRole = 'guide' | 'clerk' | 'manager' | 'operator' | 'marketer';
/** The name is kept beside the id: stores come after staff in the line, and cannot be asked from here. */
export type StaffStore = { storeId: string; name: string };
export type StaffRow = {
  /** WeCom's userid, in lower case. */
  _id: string;
  name: string;
  role: StaffRole;
  stores: StaffStore[];
  active: boolean;
  updatedAt: Date;
};

const storeSchema = new Schema<StaffStore>(
  { storeId: { type: String, required: true }, name: { type: String, required: true } },
  { _id: false },
);
const schema = new Schema<StaffRow>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    stores: { type: [storeSchema], required: true },
    active: { type: Boolean, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
const Staff = model('staffMember', schema, 'staff');

export const findActive = (userid: string): Promise<StaffRow | null> =>
  Staff.findOne({ _id: userid.toLowerCase(), active: true }).lean<StaffRow>().exec();

export const findActiveAt = (storeId: string, roles: readonly StaffRole[]): Promise<StaffRow[]> =>
  Staff.find({ 'stores.storeId': storeId, role: { $in: [...roles] }, active: true })
    .sort({ _id: 1 })
    .lean<StaffRow[]>()
    .exec();

/** Writes the row whole; answers what stood there before. */
export const replaceStaff = (row: StaffRow): Promise<StaffRow | null> =>
  Staff.findOneAndReplace({ _id: row._id }, row, { upsert: true }).lean<StaffRow>().exec();

export const deactivate = async (userid: string, at: Date): Promise<void> => {
  await Staff.updateOne({ _id: userid.toLowerCase() }, { $set: { active: false, updatedAt: at } });
};
