import { useEffect, useRef, useState } from 'react';
import { View } from '@tarojs/components';
import { preferFulfilment, useIntent } from '../../api/checkout';
import { useCart } from '../../api/cart';
import { chosenLines } from '../../api/cart.rules';
import { useFittingPieces } from '../../api/fitting';
import { useAction, useCall } from '../../api/hooks';
import { chooseStore, findPlace, setPlace, usePlace, useStore } from '../../api/store-choice';
import { toast } from '../../platform/feedback';
import { usePageParams } from '../../platform/lifecycle';
import { goBack } from '../../platform/navigate';
import { choosePlace } from '../../platform/wechat';
import type { Nearby } from '../../api/views';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { StoreCard } from '../../ui/StoreCard';
import { NoneNear } from './NoneNear';
import { stockText } from './stock-text.rules';
import styles from './index.module.scss';

/** What the stores are asked for: what is being checked out, nothing for an exchange, else what is ticked in the cart. */
function useWanted(): { skuId: string; quantity: number }[] {
  const { for: purpose } = usePageParams();
  const intent = useIntent();
  const cart = chosenLines(useCart());
  const lines = purpose === 'checkout' && intent ? intent.lines : cart;
  const pieces = useFittingPieces();
  if (purpose === 'fitting') return pieces.map(({ skuId }) => ({ skuId, quantity: 1 }));
  if (purpose === 'exchange') return [];
  return lines.map(({ skuId, quantity }) => ({ skuId, quantity }));
}

function Where({ place, onPick }: { place: string; onPick: () => void }) {
  return (
    <View className={styles.where}>
      <Icon name="pin" className={styles.pin} />
      <View className={styles.place}>{place}</View>
      <View className={styles.pick} role="button" {...hook('pick-place')} onClick={onPick}>
        地图选点
      </View>
    </View>
  );
}

/** Asks WeChat on opening unless it is known where the shopper is; `asked` says they just refused elsewhere. */
function useWhere() {
  const { asked } = usePageParams();
  const place = usePlace();
  const [label, setLabel] = useState('当前位置附近');
  const [state, setState] = useState<'asking' | 'idle' | 'refused'>(
    asked === undefined ? 'asking' : 'refused',
  );
  const ask = useAction(async () => {
    setState('asking');
    const located = await findPlace();
    setState(located.ok ? 'idle' : 'refused');
    if (located.ok) setLabel('当前位置附近');
  });
  const opening = useRef({ asked, place, ask: ask.run });
  useEffect(() => {
    const first = opening.current;
    if (first.asked === undefined && first.place === null) first.ask();
    else if (first.place !== null) setState('idle');
  }, []);
  const pick = async () => {
    const chosen = await choosePlace();
    if (chosen === null) return;
    setPlace({ latitude: chosen.latitude, longitude: chosen.longitude });
    setLabel(chosen.name || chosen.address || '所选位置附近');
    setState('idle');
  };
  return { place, label, state, ask: ask.run, pick: () => void pick() };
}

const Refused = ({ onPick, onAsk }: { onPick: () => void; onAsk: () => void }) => (
  <Notice
    icon="pin"
    title="没有拿到你的位置"
    text="可以在地图上选一个位置，我们按它为你找门店。"
    name="location-refused"
  >
    <Button name="pick-place-big" onTap={onPick}>
      地图选点
    </Button>
    <Button name="locate-again" look="line" onTap={onAsk}>
      重新定位
    </Button>
  </Notice>
);

function Stores({ stores, asked }: { stores: readonly Nearby[]; asked: boolean }) {
  const current = useStore();
  const take = (store: Nearby) => {
    chooseStore(store, 'hand');
    preferFulfilment('pickup');
    toast(`已选择 ${store.name}`);
    goBack();
  };
  return (
    <View className={styles.list}>
      {stores.map((store) => (
        <StoreCard
          key={store.storeId}
          store={store}
          distanceMetres={store.distanceMetres}
          chosen={store.storeId === current?.storeId}
          stock={asked ? stockText(store) : null}
          onTap={() => take(store)}
        />
      ))}
    </View>
  );
}

export default function NearbyPage() {
  const wanted = useWanted();
  const where = useWhere();
  const found = useCall('routing.findNearbyStores', where.place && { point: where.place, lines: wanted });
  const refused = where.place === null && where.state === 'refused';
  return (
    <Page name="nearby">
      {refused ? (
        <Refused onPick={where.pick} onAsk={() => where.ask()} />
      ) : (
        <>
          <Where place={where.state === 'asking' ? '正在定位…' : where.label} onPick={where.pick} />
          <Loadable of={found} shape="list">
            {(data) =>
              data.stores.length === 0 ? (
                <NoneNear
                  radiusMetres={data.radiusMetres}
                  delivery={data.delivery}
                  asked={wanted.length > 0}
                />
              ) : (
                <Stores stores={data.stores} asked={wanted.length > 0} />
              )
            }
          </Loadable>
        </>
      )}
    </Page>
  );
}
