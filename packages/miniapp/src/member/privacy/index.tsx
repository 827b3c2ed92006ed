import { View } from '@tarojs/components';
import { Switch } from '@nutui/nutui-react-taro';
import { setConsent } from '../../api/consent';
import type { Purpose } from '../../api/consent';
import { useAction, useCall } from '../../api/hooks';
import { rememberMember } from '../../api/session';
import type { Member } from '../../api/views';
import { toast } from '../../platform/feedback';
import { hook } from '../../ui/hook';
import { Loadable } from '../../ui/Loadable';
import { Page } from '../../ui/Page';
import { Fact, Section, Stack } from '../../ui/Section';
import styles from './index.module.scss';

const purposes: { purpose: Purpose; title: string; text: string }[] = [
  {
    purpose: 'profiling',
    title: '浏览记录用于个性化推荐',
    text: '记录你看过、加购过的商品，用于推荐和导购服务。关闭后不再记录。',
  },
  { purpose: 'marketing', title: '接收活动与上新消息', text: '通过微信告诉你新品与优惠。订单通知不受影响。' },
];

function ConsentRow(props: {
  purpose: Purpose;
  title: string;
  text: string;
  on: boolean;
  onChanged: (member: Member) => void;
}) {
  const { busy, run } = useAction(async () => {
    const result = await setConsent(props.purpose, !props.on);
    if (result.ok) props.onChanged(result.data);
    toast(result.ok ? (props.on ? '已撤回授权' : '已开启') : result.message);
  });
  return (
    <View
      className={styles.row}
      role="switch"
      aria-checked={props.on}
      aria-busy={busy}
      {...hook(`consent-${props.purpose}`)}
      onClick={() => run()}
    >
      <View className={styles.words}>
        <View className={styles.title}>{props.title}</View>
        <View className={styles.text}>{props.text}</View>
      </View>
      <Switch className={styles.switch} checked={props.on} />
    </View>
  );
}

export default function PrivacyPage() {
  const me = useCall('identity.me', {});
  const changed = (member: Member) => {
    rememberMember(member);
    me.replace(member);
  };
  return (
    <Page name="privacy">
      <Loadable of={me} shape="text">
        {(member) => (
          <Stack>
            <Section title="授权管理">
              {purposes.map((one) => (
                <ConsentRow
                  key={one.purpose}
                  {...one}
                  on={member.consents[one.purpose] === true}
                  onChanged={changed}
                />
              ))}
            </Section>
            <Section title="我们保存的信息">
              <Fact label="会员号">{member.memberNo}</Fact>
              <Fact label="手机号">{member.phoneMasked ?? '未绑定'}</Fact>
            </Section>
            <View className={styles.text}>以上授权都不是下单的前提，随时可以撤回，撤回与同意一样简单。</View>
          </Stack>
        )}
      </Loadable>
    </Page>
  );
}
