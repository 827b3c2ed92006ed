import { Textarea, View } from '@tarojs/components';
import { shanghaiText } from '@omni/shared/time';
import type { AftersaleOptions } from '../../api/views';
import { goTo } from '../../platform/navigate';
import { Icon } from '../../ui/Icon';
import { Section } from '../../ui/Section';
import { Mark } from '../../ui/Tick';
import { classes, hook } from '../../ui/hook';
import { reasonsOf, withKind } from '../aftersale.rules';
import type { ApplicationState } from './use-application';
import styles from './index.module.scss';

type Props = { options: AftersaleOptions; state: ApplicationState };

export const Kinds = ({ options, state: { form, setForm } }: Props) => (
  <View className={styles.kinds} role="tablist">
    {options.kinds.map(({ kind, text }) => (
      <View
        key={kind}
        role="tab"
        aria-selected={kind === form.kind}
        className={classes(styles.kind, kind === form.kind && styles.kindOn)}
        {...hook(`kind-${kind}`)}
        onClick={() => setForm(withKind(options, form, kind))}
      >
        {text}
      </View>
    ))}
  </View>
);

/** Where the goods are brought and the others collected. */
export const ExchangeStore = ({ state: { store } }: Pick<Props, 'state'>) => (
  <Section title="换货门店">
    <View
      className={styles.store}
      role="button"
      {...hook('choose-store')}
      onClick={() => goTo('nearby', { for: 'exchange' })}
    >
      <Icon name="shop" />
      <View className={styles.words}>
        <View className={styles.title}>{store?.name ?? '选择换货门店'}</View>
        <View className={styles.soft}>{store?.address ?? '带上商品到店更换，门店会为你留货'}</View>
      </View>
      <Icon name="next" />
    </View>
  </Section>
);

export const Reasons = ({ options, state: { form, setForm } }: Props) => (
  <Section title="原因">
    {reasonsOf(options, form.kind).map(({ reason, text, applyBefore }) => (
      <View
        key={reason}
        className={styles.reason}
        role="radio"
        aria-checked={reason === form.reason}
        {...hook(`reason-${reason}`)}
        onClick={() => setForm({ ...form, reason })}
      >
        <View className={styles.words}>
          {text}
          {applyBefore !== null && (
            <View className={styles.soft}>{shanghaiText(new Date(applyBefore))} 前可申请</View>
          )}
        </View>
        <Mark on={reason === form.reason} />
      </View>
    ))}
  </Section>
);

export function Note({ options, state: { form, setForm } }: Props) {
  const asked = reasonsOf(options, form.kind).find(({ reason }) => reason === form.reason);
  return (
    <Section title={asked?.noteRequired === true ? '问题说明（必填）' : '补充说明'}>
      <Textarea
        {...hook('aftersale-note')}
        className={styles.note}
        value={form.note}
        maxlength={200}
        placeholder="说说哪里不合适，便于尽快处理"
        onInput={(event) => setForm({ ...form, note: event.detail.value })}
      />
    </Section>
  );
}
