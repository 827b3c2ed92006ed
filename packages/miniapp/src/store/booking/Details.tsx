import { Input, Textarea, View } from '@tarojs/components';
import { classes, hook } from '../../ui/hook';
import { Section } from '../../ui/Section';
import { Tick } from '../../ui/Tick';
import { SIZES } from './form.rules';
import type { FittingForm } from './form.rules';
import styles from './index.module.scss';

type Props = { form: FittingForm; onChange: (form: FittingForm) => void };

/** Of the body; all of it can be left empty. */
export const Sizes = ({ form, onChange }: Props) => (
  <Section title="尺码参考（选填）">
    <View className={styles.chips} role="group" aria-label="平时穿的尺码">
      {SIZES.map((size) => {
        const on = form.usualSize === size;
        return (
          <View
            key={size}
            role="button"
            aria-pressed={on}
            className={classes(styles.chip, on && styles.chipOn)}
            {...hook(`size-${size}`)}
            onClick={() => onChange({ ...form, usualSize: on ? null : size })}
          >
            {size}
          </View>
        );
      })}
    </View>
    <View className={styles.field}>
      <View className={styles.label}>身高（cm）</View>
      <Input
        {...hook('height')}
        className={styles.input}
        type="number"
        maxlength={3}
        value={form.height}
        placeholder="例如 168"
        onInput={(event) => onChange({ ...form, height: event.detail.value })}
      />
    </View>
  </Section>
);

export const Remark = ({ form, onChange }: Props) => (
  <Section title="备注">
    <Textarea
      {...hook('remark')}
      className={styles.remark}
      value={form.remark}
      maxlength={60}
      placeholder="想搭配什么、几个人来，选填"
      onInput={(event) => onChange({ ...form, remark: event.detail.value })}
    />
  </Section>
);

export const Agreement = ({ form, onChange }: Props) => (
  <View className={styles.agreement}>
    <Tick
      name="booking-agree"
      on={form.agreed}
      says="同意预约说明"
      onTap={() => onChange({ ...form, agreed: !form.agreed })}
    />
    <View className={styles.soft}>
      我已了解：超过 1 小时未到店预约会取消；身高、尺码与备注只给该门店为本次试穿使用，试穿结束即删除。
    </View>
  </View>
);
