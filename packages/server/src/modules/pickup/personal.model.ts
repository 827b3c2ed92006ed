import { model } from 'mongoose';
import type { Pass } from './pass.model';
import type { Task } from './task.model';

/** What leaving and handing out ask of the counter; task.model.ts and pass.model.ts know the shapes. */
type TaskDoc = Omit<Task, 'orderId'> & { _id: string };
type PassDoc = Omit<Pass, 'passId'> & { _id: string };
const Tasks = () => model<TaskDoc>('pickupTask');
const Passes = () => model<PassDoc>('pickupPass');

export const listNamed = (orderIds: string[], limit: number): Promise<{ _id: string }[]> =>
  Tasks()
    .find({ _id: { $in: orderIds }, erased: { $ne: true } })
    .limit(limit)
    .select({ _id: 1 })
    .lean<{ _id: string }[]>();

export async function blankTasks(orderIds: string[], set: Partial<Task>): Promise<void> {
  await Tasks().updateMany({ _id: { $in: orderIds } }, { $set: set });
}

export const deletePasses = async (orderIds: string[]): Promise<number> =>
  (await Passes().deleteMany({ orderId: { $in: orderIds } })).deletedCount;

export const passesOf = (orderId: string): Promise<PassDoc[]> =>
  Passes().find({ orderId }).sort({ createdAt: 1 }).lean<PassDoc[]>().exec();

/** WeChat has not heard yet that these were fulfilled. */
export const listUntold = (orderIds: string[], limit: number): Promise<TaskDoc[]> =>
  Tasks()
    .find({ _id: { $in: orderIds }, 'shipping.state': { $in: ['due', 'sending'] } })
    .limit(limit)
    .lean<TaskDoc[]>();

export const deleteErased = async (orderIds: string[]): Promise<number> =>
  (await Tasks().deleteMany({ _id: { $in: orderIds }, erased: true })).deletedCount;
