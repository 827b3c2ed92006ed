import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What the journeys' people are called and known by, and the numbers that are typed on the way. */
async function secretsOf(sandboxUrl) {
  const { shoppers } = await (await fetch(`${sandboxUrl}/control/people`)).json();
  const own = shoppers.flatMap((person) => [
    person.name,
    person.phone,
    person.openid,
    person.unionid,
    person.external_userid,
    person.officialOpenid,
  ]);
  const typed = ['13912345678', 'KA10016655', '静安区', 'Bearer '];
  return [...new Set([...own, ...typed])].filter((text) => typeof text === 'string' && text.length > 1);
}

/** Lines of our processes' logs that name somebody; the sandbox is the outside world and may. */
export async function personalDataIn(logDir, sandboxUrl) {
  const secrets = await secretsOf(sandboxUrl);
  const found = [];
  let lines = 0;
  for (const file of readdirSync(logDir).filter((name) => /^(server|web|worker)/.test(name))) {
    for (const line of readFileSync(join(logDir, file), 'utf8').split('\n')) {
      lines += 1;
      const told = secrets.filter((secret) => line.includes(secret));
      if (told.length > 0) found.push(`${file}: ${told.length} of a person's data in: ${line.slice(0, 200)}`);
    }
  }
  return { lines, found };
}
