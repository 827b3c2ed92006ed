import { Schema, model } from 'mongoose';

/** Events of WeCom that were taken on; WeCom sends each up to three times, and in any order. */
type ContactEventRow = { _id: string; changeType: string; at: Date };

const schema = new Schema<ContactEventRow>(
  {
    _id: { type: String, required: true },
    changeType: { type: String, required: true },
    at: { type: Date, required: true, expires: '30d' },
  },
  { versionKey: false },
);
const ContactEvents = model('contactEvent', schema, 'wecom_contact_events');

export const insertContactEvent = async (row: ContactEventRow): Promise<void> => {
  await ContactEvents.create([row]);
};
