import { useRef, useState } from 'react';
import { View } from '@tarojs/components';
import { yuan } from '@omni/shared/yuan';
import { call } from '../../api/client';
import { useAction, useCall } from '../../api/hooks';
import { uuid } from '../../api/uuid';
import type { Invoice, InvoiceOfOrder } from '../../api/views';
import { copyText, toast } from '../../platform/feedback';
import { usePageParams } from '../../platform/lifecycle';
import { Button } from '../../ui/Button';
import { Loadable } from '../../ui/Loadable';
import { Page } from '../../ui/Page';
import { Fact, Section, Stack } from '../../ui/Section';
import { hook } from '../../ui/hook';
import { EMPTY, problemOf, tidied } from './form.rules';
import type { Title } from './form.rules';
import { TitleForm } from './TitleForm';
import styles from './index.module.scss';

function State({ invoice }: { invoice: Invoice }) {
  const { stateText, refusedReason, issued, title } = invoice;
  return (
    <Section>
      <View className={styles.state} {...hook('invoice-state')}>
        {stateText}
      </View>
      {refusedReason !== null && (
        <View className={styles.problem} role="alert">
          原因：{refusedReason}
        </View>
      )}
      <Fact label="抬头">{title.title}</Fact>
      {title.taxNumber !== '' && <Fact label="税号">{title.taxNumber}</Fact>}
      <Fact label="邮箱">{title.email}</Fact>
      {issued && <Fact label="发票号码">{issued.number}</Fact>}
      {issued && (
        <View className={styles.actions}>
          <Button
            name="copy-invoice-link"
            wide
            onTap={() => copyText(issued.url, '下载链接已复制，请在浏览器打开')}
          >
            复制下载链接
          </Button>
        </View>
      )}
    </Section>
  );
}

type FormProps = { orderId: string; of: InvoiceOfOrder; onDone: () => void };

function Form({ orderId, of, onDone }: FormProps) {
  const [form, setForm] = useState<Title>(of.invoice?.title ?? of.titles[0] ?? EMPTY);
  const [problem, setProblem] = useState<string | null>(null);
  // One per wish: a lost answer is asked for again under the same one.
  const requestId = useRef(uuid());
  const change = (next: Title) => {
    requestId.current = uuid();
    setProblem(null);
    setForm(next);
  };
  const { busy, run } = useAction(async () => {
    const wrong = problemOf(form);
    setProblem(wrong);
    if (wrong !== null) return;
    const asked = { requestId: requestId.current, orderId, title: tidied(form) };
    const result = await call('invoices.request', asked);
    if (!result.ok) return setProblem(String(result.details?.['reason'] ?? result.message));
    toast(of.invoice === null ? '已申请，开好后会通知您' : '已修改');
    onDone();
  });
  return (
    <Section title={of.invoice === null ? '发票抬头' : '修改抬头'}>
      <TitleForm form={form} titles={of.titles} onChange={change} />
      {problem !== null && (
        <View className={styles.problem} role="alert" {...hook('invoice-problem')}>
          {problem}
        </View>
      )}
      <View className={styles.actions}>
        <Button name="submit-invoice" wide busy={busy} onTap={() => run()}>
          {of.invoice === null ? '提交申请' : '保存修改'}
        </Button>
      </View>
    </Section>
  );
}

export default function InvoicePage() {
  const { orderId = '' } = usePageParams();
  const invoice = useCall('invoices.get', { orderId });
  return (
    <Page name="invoice">
      <Loadable of={invoice} shape="text">
        {(data) => (
          <Stack>
            <Section>
              <View className={styles.amount}>
                <View>开票金额</View>
                <View className={styles.fen} {...hook('invoice-amount')}>
                  ¥{yuan(data.invoice?.amountFen ?? data.amountFen)}
                </View>
              </View>
              <View className={styles.soft}>按实付金额开具，退款后会自动减少</View>
            </Section>
            {data.invoice && <State invoice={data.invoice} />}
            {data.closedText === null ? (
              <Form key={data.invoice?.state} orderId={orderId} of={data} onDone={invoice.reload} />
            ) : (
              data.invoice?.state !== 'issued' && (
                <View className={styles.closed} {...hook('invoice-closed')}>
                  {data.closedText}
                </View>
              )
            )}
          </Stack>
        )}
      </Loadable>
    </Page>
  );
}
