import { randomUUID } from 'node:crypto';
import { connectDb, disconnectDb } from '../../kernel/db';
import { dropCollections } from '../../kernel/testing';
import { everyDay } from './hours.rules';
import type { Store } from './store.model';

let made = 0;

/** A store in Shanghai, open from 10:00 to 22:00 every day. */
export function aStore(wish: Partial<Store> = {}): Store {
  made += 1;
  return {
    storeId: `ST${made}`,
    name: `测试门店 ${made}`,
    city: '上海市',
    address: `上海市静安区测试路 ${made} 号`,
    phone: '021-62000000',
    latitude: 31.2235,
    longitude: 121.4453,
    hours: everyDay(600, 1320),
    status: 'open',
    source: 'test',
    ...wish,
  };
}

/** Connects to a database of its own, for tests that need stores and nothing else; `drop` ends it. */
export async function openOwnDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const url = new URL(process.env.MONGO_URL ?? 'mongodb://MONGO_URL-is-not-set');
  url.pathname = `/stores-${randomUUID().slice(0, 13)}`;
  await connectDb(url.href);
  return {
    url: url.href,
    async drop() {
      await disconnectDb();
      await dropCollections(url.href);
    },
  };
}
