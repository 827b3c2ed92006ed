import { Textarea } from '@tarojs/components';
import { hook } from '../../ui/hook';
import { Section } from '../../ui/Section';
import styles from './index.module.scss';

export const Remark = ({ value, onChange }: { value: string; onChange: (text: string) => void }) => (
  <Section title="备注">
    <Textarea
      {...hook('remark')}
      className={styles.remark}
      value={value}
      maxlength={100}
      placeholder="给门店的话，选填"
      onInput={(event) => onChange(event.detail.value)}
    />
  </Section>
);
