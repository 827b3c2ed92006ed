let aheadMs = 0;

/** Phones keep their own time; deadlines are the server's. `date` is the HTTP header of an answer that just came in. */
export function noteServerDate(date: string | null, receivedAt = Date.now()): void {
  const serverMs = date === null ? Number.NaN : Date.parse(date);
  if (!Number.isNaN(serverMs)) aheadMs = serverMs - receivedAt;
}

export const serverNowMs = (): number => Date.now() + aheadMs;
