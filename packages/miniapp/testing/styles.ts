/** `styles.button` is `button`. */
export default new Proxy<Record<string, string>>({}, { get: (_, name) => name });
