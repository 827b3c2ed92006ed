import { useState } from 'react';
import { View } from '@tarojs/components';
import { useCall } from '../../api/hooks';
import { rememberMember, useLeft } from '../../api/session';
import type { Member } from '../../api/views';
import { useReturn } from '../../platform/lifecycle';
import { Button } from '../../ui/Button';
import { Loadable } from '../../ui/Loadable';
import { Page } from '../../ui/Page';
import { Section, Stack } from '../../ui/Section';
import { ConsentHistory } from './ConsentHistory';
import { ConsentSwitches } from './ConsentSwitches';
import { ExportData } from './ExportData';
import { LeaveSheet } from './LeaveSheet';
import { Left } from './Left';
import styles from './index.module.scss';

/** What may be known, what is known, and how to end it. */
function MyData() {
  const me = useCall('identity.me', {});
  const [round, setRound] = useState(0);
  const [leaving, setLeaving] = useState(false);
  const changed = (member: Member) => {
    rememberMember(member);
    me.replace(member);
    setRound(round + 1);
  };
  // Orders that stood in the way may be over by now.
  useReturn(() => setLeaving(false));
  return (
    <Loadable of={me} shape="text">
      {(member) => (
        <Stack>
          <ConsentSwitches member={member} onChanged={changed} />
          <ConsentHistory key={round} />
          <ExportData member={member} />
          <Section title="注销账号与删除数据">
            <View className={styles.text}>
              删除你的身份、浏览与互动记录，作废未用的优惠券。删除后不能恢复。
            </View>
            <View className={styles.actions}>
              <Button name="leave-open" look="line" wide onTap={() => setLeaving(true)}>
                查看并注销
              </Button>
            </View>
          </Section>
          {leaving && <LeaveSheet onClose={() => setLeaving(false)} />}
        </Stack>
      )}
    </Loadable>
  );
}

export default function PrivacyPage() {
  const certificateNo = useLeft();
  return (
    <Page name="privacy">{certificateNo === null ? <MyData /> : <Left certificateNo={certificateNo} />}</Page>
  );
}
