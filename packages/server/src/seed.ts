import { config } from './config';
import { systemCtx } from './kernel/context';
import { connectDb, disconnectDb } from './kernel/db';
import { closeRedis } from './kernel/redis';
import { seedShop } from './seed/seed-shop';

async function main(): Promise<void> {
  await connectDb(config().MONGO_URL);
  await seedShop(systemCtx('seed'));
  await closeRedis();
  await disconnectDb();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
