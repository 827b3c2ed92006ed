/** Names an element for journeys: `data-testid` in H5; in weapp, where data attributes stay in the dataset, the id. */
export const hook = (name: string): { id: string; 'data-testid': string } => ({
  id: name,
  'data-testid': name,
});

export const classes = (...names: (string | false | null | undefined)[]): string =>
  names.filter((name) => typeof name === 'string' && name !== '').join(' ');
