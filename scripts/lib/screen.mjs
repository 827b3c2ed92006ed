import { bold, columns, dim, pad } from './report.mjs';

/** Every address worth opening, as { section, label, note, url }: what the screen shows is what --check opens. */
export function addressesOf({ urls, people }) {
  const shoppers = people.shoppers.map(({ id, name, phone, note }) => ({
    section: 'Mini-program preview, as a shopper',
    label: name,
    note: `${phone}，${note}`,
    url: `${urls.miniapp}/?person=${id}`,
  }));
  const staff = people.staff.flatMap((member) => staffAddresses(urls.wecom, member, people.shoppers));
  const system = [
    { label: 'Sandbox', note: 'what WeChat, WeChat Pay and WeCom saw', url: `${urls.sandbox}/` },
    { label: 'API', note: 'is it up', url: `${urls.api}/healthz` },
  ].map((line) => ({ ...line, section: 'System' }));
  return [...shoppers, ...staff, ...system];
}

function staffAddresses(site, { userid, name, note, customers = [] }, shoppers) {
  const section = 'WeCom, as store staff';
  const actAs = `${site}/__sandbox/act-as?staff=${userid}`;
  const workbench = { section, label: `${name}: workbench`, note, url: `${actAs}&to=/workbench` };
  const customer = shoppers.find(({ id }) => id === customers[0]);
  if (!customer) return [workbench];
  const url = `${actAs}&customer=${customer.id}&to=/sidebar`;
  return [{ section, label: `${name}: sidebar beside ${customer.name}`, note, url }, workbench];
}

const TO_TRY = [
  'Buy as a shopper with pick-up in store, pay in the preview, then hand it over in a workbench with the pick-up code.',
  'Open a sidebar next to a shopper: what they bought, which coupons they hold, what to send them.',
  'Stop with Ctrl-C and start again: the orders are still there. `npm start -- --fresh` begins anew.',
];

export function printScreen(suite) {
  const addresses = addressesOf(suite);
  const width = Math.max(...addresses.map(({ label }) => columns(label))) + 2;
  let section = '';
  for (const line of addresses) {
    if (line.section !== section) console.log(`\n${bold(line.section)}`);
    section = line.section;
    console.log(`  ${pad(line.label, width)}${line.url}${line.note ? `  ${dim(line.note)}` : ''}`);
  }
  console.log(`\n${bold('Try')}`);
  for (const line of TO_TRY) console.log(`  ${line}`);
  console.log(dim('\nLogs in .data/logs. Ctrl-C stops everything.'));
}
