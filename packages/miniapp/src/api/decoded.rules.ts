/** A value of a page's query, which WeChat hands over as it stands in the address; what is not encoded stays as it is. */
export const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
