/**
 * Where our own page fetches a picture: files of our server come through the origin of the page, which serves /media beside the
 * API, because the CSP allows no other. Addresses elsewhere (a CDN) stay as they are.
 */
export function sameOrigin(address: string): string {
  const path = /^https?:\/\/[^/]+(\/media\/.*)$/.exec(address)?.[1];
  return path ?? address;
}
