import { ask } from './backend';
import { WxFailure, wxApi } from './call';
import { toWgs84 } from './coordinates';
import { askPermission } from './permission';
import { currentPerson } from './person';
import { requirePrivacy } from './privacy';
import { heading, item, list, paragraph, showSheet } from './sheet';

type Point = { latitude: number; longitude: number };
type Place = Point & { name: string; address: string };

/** Asked once per person and tab; a refusal is remembered as well, as WeChat does until the settings are opened. */
export const getLocation = wxApi('getLocation', async (options) => {
  await requirePrivacy('getLocation');
  const person = await currentPerson();
  const key = `sandbox_location_${person.id}`;
  const answer = sessionStorage.getItem(key) ?? (await askOnce(key));
  if (answer !== 'allow') throw new WxFailure('auth deny');
  const gcj = await ask<Point>(`/control/shoppers/${person.id}/location`);
  // WGS-84 is the default of the real API.
  const point = options.type === 'gcj02' ? gcj : toWgs84(gcj);
  return {
    ...point,
    accuracy: 30,
    horizontalAccuracy: 30,
    verticalAccuracy: 0,
    altitude: 0,
    speed: -1,
  };
});

async function askOnce(key: string): Promise<string> {
  const allowed = await askPermission({
    label: '位置授权',
    wants: '获取你的位置信息',
    content: [paragraph('你的位置信息将用于查找附近的门店')],
  });
  const answer = allowed ? 'allow' : 'deny';
  sessionStorage.setItem(key, answer);
  return answer;
}

/** GCJ-02, whatever the caller likes. */
export const chooseLocation = wxApi('chooseLocation', async () => {
  await requirePrivacy('chooseLocation');
  const person = await currentPerson();
  const [places, here] = await Promise.all([
    ask<Place[]>('/control/places'),
    ask<Point>(`/control/shoppers/${person.id}/location`),
  ]);
  const mine: Place = { ...here, name: '我的位置', address: `${person.name}现在的位置` };
  const chosen = await showSheet<Place | null>(
    {
      label: '选择位置',
      content: [heading('选择位置')],
      buttons: [{ text: '取消', testId: 'sandbox-cancel', value: null }],
      cancelled: null,
    },
    (close) => [
      list(
        [...places, mine].map((place, index) => {
          const testId = place === mine ? 'sandbox-location-here' : `sandbox-location-${index}`;
          const row = item(place.name, place.address, testId);
          row.addEventListener('click', () => close(place));
          return row;
        }),
      ),
    ],
  );
  if (!chosen) throw new WxFailure('cancel');
  return { ...chosen };
});
