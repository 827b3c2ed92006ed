import { previewContext } from './backend';
import type { Person } from './backend';
import { heading, item, list, paragraph, showSheet } from './sheet';

const KEY = 'sandbox_person';

/** `?person=` of the page, also when the router keeps its query behind a hash; then what this tab remembers. */
export function askedPerson(): string | null {
  const [, hashQuery = ''] = location.hash.split('?');
  const asked =
    new URLSearchParams(location.search).get('person') ?? new URLSearchParams(hashQuery).get('person');
  if (asked) sessionStorage.setItem(KEY, asked);
  return asked ?? sessionStorage.getItem(KEY);
}

let chosen: Promise<Person> | undefined;

/** Who holds the phone. */
export function currentPerson(): Promise<Person> {
  chosen ??= findPerson().catch((error: unknown) => {
    chosen = undefined;
    throw error;
  });
  return chosen;
}

async function findPerson(): Promise<Person> {
  const { shoppers } = await previewContext();
  const asked = askedPerson();
  const known = shoppers.find((shopper) => shopper.id === asked);
  const first = shoppers[0];
  if (known) return known;
  if (!first) throw new Error('the sandbox has no shoppers');
  const person = asked === null ? first : await choosePerson(shoppers, asked);
  sessionStorage.setItem(KEY, person.id);
  return person;
}

function choosePerson(shoppers: Person[], asked: string): Promise<Person> {
  const fallback = shoppers[0] as Person;
  return showSheet<Person>(
    {
      label: '选择预览身份',
      content: [heading('选择预览身份'), paragraph(`沙箱里没有“${asked}”，请选择以谁的身份打开小程序。`)],
      buttons: [],
      cancelled: fallback,
    },
    (close) => [
      list(
        shoppers.map((shopper) => {
          const row = item(shopper.name, shopper.note, `sandbox-person-${shopper.id}`);
          row.addEventListener('click', () => close(shopper));
          return row;
        }),
      ),
    ],
  );
}
