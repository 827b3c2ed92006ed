import { AsyncLocalStorage } from 'node:async_hooks';
import mongoose from 'mongoose';

mongoose.set('transactionAsyncLocalStorage', true);
mongoose.set('strictQuery', true);
mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);

const inside = new AsyncLocalStorage<true>();

/** Connects and makes sure every collection and index exists (a transaction cannot create collections on MongoDB 4.0). */
export async function connectDb(url: string): Promise<void> {
  await mongoose.connect(url, {
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: 8000,
    maxPoolSize: 50,
  });
  const there = new Set((await mongoose.connection.listCollections()).map(({ name }) => name));
  for (const model of Object.values(mongoose.models)) await ensure(model, there);
}

/**
 * Creates only what is missing. Creating what is there already would wait for an exclusive lock on the database all the same:
 * after a crash that is up to a minute, until the server gives up the transactions of the dead process.
 */
async function ensure(model: mongoose.Model<unknown>, there: ReadonlySet<string>): Promise<void> {
  const known = there.has(model.collection.collectionName);
  if (!known) await model.createCollection();
  const indexes = known ? await model.collection.indexes() : [];
  const keys = new Set(indexes.map(({ key }) => JSON.stringify(key)));
  if (model.schema.indexes().some(([fields]) => !keys.has(JSON.stringify(fields))))
    await model.createIndexes();
}

export const disconnectDb = (): Promise<void> => mongoose.disconnect();

export const dbIsReady = (): boolean =>
  mongoose.connection.readyState === mongoose.ConnectionStates.connected;

/**
 * Runs `work` in one transaction; every model call inside joins it. A call inside another transaction joins that one.
 * `work` may run more than once (transient conflicts), so nothing but database writes belongs in it.
 */
export async function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  if (inside.getStore()) return work();
  let result: T | undefined;
  await inside.run(true, () =>
    mongoose.connection.transaction(async () => {
      result = await work();
    }),
  );
  return result as T;
}

/** The outside world is never called while a transaction is open: it can be slow, and a retry would call it again. */
export function refuseInsideTransaction(what: string): void {
  if (inside.getStore()) throw new Error(`${what} called inside a transaction`);
}

/** True for the unique-index violation that a competing insert meets. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (error as { code?: unknown }).code === 11000;

/**
 * Inserts those documents whose `_id` is new and answers how many that were; the others stay as they are. Outside a transaction.
 * Two inserts of one id at the same time count as one: the server refuses the second, which is what was wanted.
 */
export async function insertMissing(
  into: mongoose.Collection,
  documents: readonly ({ _id: string } & Record<string, unknown>)[],
): Promise<number> {
  if (documents.length === 0) return 0;
  const upserts = documents.map((document) => ({
    updateOne: { filter: { _id: document._id as never }, update: { $setOnInsert: document }, upsert: true },
  }));
  try {
    return (await into.bulkWrite(upserts, { ordered: false })).upsertedCount;
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
    const errors = [error.writeErrors].flat();
    if (errors.length === 0 || !errors.every(({ code }) => code === 11000)) throw error;
    return error.result.upsertedCount;
  }
}
