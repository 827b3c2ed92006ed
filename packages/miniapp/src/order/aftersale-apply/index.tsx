import { useEffect } from 'react';
import { View } from '@tarojs/components';
import { yuan } from '@omni/shared/yuan';
import type { AftersaleOptions } from '../../api/views';
import { usePageParams } from '../../platform/lifecycle';
import { goBack, goTo } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { Section, Stack } from '../../ui/Section';
import { hook } from '../../ui/hook';
import { expectedRefund } from '../aftersale.rules';
import { Lines } from './Lines';
import { ExchangeStore, Kinds, Note, Reasons } from './Questions';
import { useApplication, useOptions } from './use-application';
import type { ApplicationState } from './use-application';
import styles from './index.module.scss';

/** Everything before anything was handed over: the order itself has a button for that. */
const WholeOrder = () => (
  <Section>
    <View className={styles.whole}>
      <View className={styles.words}>整单都不要了？可以直接退掉整笔订单，无需审核。</View>
      <Button name="whole-order" look="line" size="small" onTap={goBack}>
        回到订单
      </Button>
    </View>
  </Section>
);

const Nothing = ({ options }: { options: AftersaleOptions }) => (
  <Notice icon="shield" title="暂时没有可申请的售后" text={options.hint} name="empty-state">
    <Button name="view-cases" look="line" onTap={() => goTo('aftersales', { orderId: options.orderId })}>
      查看售后记录
    </Button>
    <Button name="go-back" look="plain" onTap={goBack}>
      返回
    </Button>
  </Notice>
);

function Submit({ options, state }: { options: AftersaleOptions; state: ApplicationState }) {
  const { fen, exact } = expectedRefund(options, state.form);
  const isExchange = state.form.kind === 'exchange';
  return (
    <>
      <View className={styles.due}>
        <View className={styles.soft}>
          {isExchange ? '换货不涉及退款' : exact ? '预计退款' : '预计退款约'}
        </View>
        {!isExchange && (
          <View className={styles.refund} {...hook('expected-refund')}>
            ¥{yuan(fen)}
          </View>
        )}
      </View>
      <Button name="submit-aftersale" wide busy={state.sending.busy} onTap={() => state.sending.run()}>
        提交申请
      </Button>
    </>
  );
}

type FormProps = { options: AftersaleOptions; reload: () => void; onExchange: (isExchange: boolean) => void };

function Form({ options, reload, onExchange }: FormProps) {
  const state = useApplication(options, reload);
  const isExchange = state.form.kind === 'exchange';
  useEffect(() => onExchange(isExchange), [isExchange, onExchange]);
  return (
    <Page name="aftersale-apply" bottom={<Submit options={options} state={state} />}>
      <Stack>
        {options.wholeOrder === 'refund' && <WholeOrder />}
        <Kinds options={options} state={state} />
        {isExchange && <ExchangeStore state={state} />}
        <Lines options={options} state={state} />
        <Reasons options={options} state={state} />
        <Note options={options} state={state} />
        {state.trouble !== null && (
          <View className={styles.soft} {...hook('aftersale-trouble')}>
            {state.trouble}
          </View>
        )}
      </Stack>
    </Page>
  );
}

const canAsk = ({ lines, kinds }: AftersaleOptions) =>
  kinds.length > 0 && lines.some((line) => line.kinds.length > 0);

export default function AftersaleApplyPage() {
  const { orderId = '' } = usePageParams();
  const { options, setExchange } = useOptions(orderId);
  if (options.data !== null && canAsk(options.data))
    return <Form options={options.data} reload={options.reload} onExchange={setExchange} />;
  return (
    <Page name="aftersale-apply">
      <Loadable of={options} shape="list">
        {(data) => <Nothing options={data} />}
      </Loadable>
    </Page>
  );
}
