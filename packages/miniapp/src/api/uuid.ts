const hex = (value: number) => value.toString(16);

/** RFC 4122 version 4. WeChat has no `crypto.randomUUID`; these ids need to be unlike each other, not secret. */
export const uuid = (random: () => number = Math.random): string =>
  'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (slot) => {
    const nibble = Math.floor(random() * 16);
    return hex(slot === 'x' ? nibble : (nibble & 0x3) | 0x8);
  });
