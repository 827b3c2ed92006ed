import { useEffect, useState } from 'react';
import { useQuestion } from '../api/use-question';
import { Answer } from '../ui/answer';
import { Notice } from '../ui/notice';
import { Tabs } from '../ui/tabs';
import { useNow } from '../ui/use-now';
import { AftersaleCard } from './aftersale-card';
import { FindReturn } from './find-return';

const tabs = [
  { key: 'applied', text: '待审核', testId: 'aftersale-applied' },
  { key: 'awaiting_return', text: '待退回', testId: 'aftersale-awaiting' },
  { key: 'received', text: '待换出', testId: 'aftersale-received' },
  { key: 'all', text: '全部', testId: 'aftersale-all' },
] as const;
type Key = (typeof tabs)[number]['key'];

/** `storeId` null: what head office decides. */
export function AftersalePage({ storeId }: { storeId: string | null }) {
  const [chosen, setChosen] = useState<Key>('applied');
  const now = useNow(30_000);
  const question = useQuestion('aftersale.listForStaff', {
    ...(storeId ? { storeId } : {}),
    ...(chosen === 'all' ? {} : { state: chosen }),
    limit: 50,
  });
  useEffect(() => {
    document.title = '售后 · 森屿';
  }, []);
  return (
    <section className="aftersale" data-testid="aftersale">
      {storeId ? <FindReturn storeId={storeId} now={now} onChanged={question.reload} /> : null}
      <Tabs label="售后单" panel="aftersale" tabs={tabs} chosen={chosen} onChoose={setChosen} />
      <div
        className="queue"
        id={`aftersale-${chosen}`}
        role="tabpanel"
        aria-labelledby={`aftersale-tab-${chosen}`}
      >
        <Answer question={question}>
          {({ items }) =>
            items.length === 0 ? (
              <Notice icon="refund" title="没有这样的售后单" testId="aftersale-empty" />
            ) : (
              <ul className="tasks">
                {items.map((item) => (
                  <AftersaleCard
                    key={item.caseId}
                    item={item}
                    now={now}
                    storeId={storeId}
                    onChanged={question.reload}
                  />
                ))}
              </ul>
            )
          }
        </Answer>
      </div>
    </section>
  );
}
