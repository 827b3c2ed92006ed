/** Names whose values nobody should read over a shoulder. */
const SECRET = /SECRET|PRIVATE_KEY|API_V\d_KEY|AES_KEY|TOKEN/;

export function isSecret(name: string): boolean {
  return SECRET.test(name);
}

/** As a .env file: a value of several lines is one quoted line. */
export function dotenv(env: Record<string, string>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${/[\s"#'\\]/.test(value) ? JSON.stringify(value) : value}\n`)
    .join('');
}
