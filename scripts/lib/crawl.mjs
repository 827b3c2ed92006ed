const MAX_REDIRECTS = 10;

/** Opens an address as a browser would (redirects, cookies) and answers null, or what went wrong. */
export async function problemWith(address) {
  const cookies = new Map();
  let url = new URL(address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const answer = await open(url, cookies).catch((error) => error.cause?.message ?? error.message);
    if (typeof answer === 'string') return `${url}: ${answer}`;
    if (answer.status === 200) return null;
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status > 399 || !location) return `${url} answered ${answer.status}`;
    url = new URL(location, url);
  }
  return `${address}: more than ${MAX_REDIRECTS} redirects`;
}

async function open(url, cookies) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { accept: 'text/html,*/*', ...(cookie && { cookie }) };
  const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  await answer.arrayBuffer();
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (name) cookies.set(name, value);
  }
  return answer;
}
