import { z } from 'zod';

/** Integer fen, 0 … 100,000,000 (one million yuan). */
export const Fen = z.int().min(0).max(100_000_000);
