/** What a counter that had no network signs for each order it handed over (HMAC-SHA256 with its device key). */
export const receiptText = (receipt: {
  receiptId: string;
  orderId: string;
  digits: string;
  /** ISO 8601 in UTC. */
  at: string;
}): string => [receipt.receiptId, receipt.orderId, receipt.digits, receipt.at].join('|');
