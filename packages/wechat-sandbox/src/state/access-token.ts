/** Times are milliseconds of the sandbox's clock. */
export type AccessToken = {
  token: string;
  kind: 'stable' | 'plain' | 'corp';
  issuedAt: number;
  expiresAt: number;
};
