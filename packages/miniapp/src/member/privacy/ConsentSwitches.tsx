import { View } from '@tarojs/components';
import { Switch } from '@nutui/nutui-react-taro';
import { setConsent } from '../../api/consent';
import type { Purpose } from '../../api/consent';
import { useAction } from '../../api/hooks';
import type { Member } from '../../api/views';
import { toast } from '../../platform/feedback';
import { hook } from '../../ui/hook';
import { Section } from '../../ui/Section';
import styles from './index.module.scss';

/** These words are kept by the server with their version (consent-words.rules.ts): a change here is a new version there. */
const purposes: { purpose: Purpose; title: string; text: string }[] = [
  {
    purpose: 'profiling',
    title: '浏览记录用于个性化推荐',
    text: '记录你看过、加购过的商品，用于推荐和导购服务。关闭后不再记录。',
  },
  { purpose: 'marketing', title: '接收活动与上新消息', text: '通过微信告诉你新品与优惠。订单通知不受影响。' },
];

type Row = (typeof purposes)[number] & { on: boolean; onChanged: (member: Member) => void };

function ConsentRow({ purpose, title, text, on, onChanged }: Row) {
  const { busy, run } = useAction(async () => {
    const result = await setConsent(purpose, !on);
    if (result.ok) onChanged(result.data);
    toast(result.ok ? (on ? '已撤回授权' : '已开启') : result.message);
  });
  return (
    <View
      className={styles.row}
      role="switch"
      aria-checked={on}
      aria-busy={busy}
      {...hook(`consent-${purpose}`)}
      onClick={() => run()}
    >
      <View className={styles.words}>
        <View className={styles.title}>{title}</View>
        <View className={styles.text}>{text}</View>
      </View>
      <Switch className={styles.switch} checked={on} />
    </View>
  );
}

/** One tap gives, one tap withdraws; neither is needed for ordering. */
export const ConsentSwitches = ({
  member,
  onChanged,
}: {
  member: Member;
  onChanged: (member: Member) => void;
}) => (
  <Section title="授权管理">
    {purposes.map((one) => (
      <ConsentRow
        key={one.purpose}
        {...one}
        on={member.consents[one.purpose] === true}
        onChanged={onChanged}
      />
    ))}
    <View className={styles.text}>以上授权都不是下单的前提，随时可以撤回，撤回与同意一样简单。</View>
  </Section>
);
