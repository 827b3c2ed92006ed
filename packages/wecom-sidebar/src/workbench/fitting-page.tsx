import { shanghai } from '@omni/shared/time';
import { useEffect, useState } from 'react';
import { useQuestion } from '../api/use-question';
import type { FittingTask } from '../api/types';
import { Answer } from '../ui/answer';
import { Notice } from '../ui/notice';
import { Tabs } from '../ui/tabs';
import { useVisible } from '../ui/use-visible';
import { FittingCard } from './fitting-card';
import { daysFrom } from './fitting-days';
import './fitting.css';

const POLL_MS = 5_000;
const OVER: readonly FittingTask['state'][] = ['done', 'cancelled', 'no_show'];

/** What is still to come first, by slot; what is over last. */
const inOrder = (items: readonly FittingTask[]): FittingTask[] => [
  ...items.filter(({ state }) => !OVER.includes(state)),
  ...items.filter(({ state }) => OVER.includes(state)),
];

/** A day's fittings of one store, asked again every five seconds while somebody looks. */
export function FittingPage({ storeId }: { storeId: string }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const question = useQuestion('bookings.queue', { storeId, ...(chosen === null ? {} : { day: chosen }) });
  const { data, reload } = question;
  const [today, setToday] = useState(() => shanghai(new Date()).date);
  useEffect(() => {
    if (data) setToday(data.today);
  }, [data]);
  const days = daysFrom(today);
  const day = chosen ?? today;
  const visible = useVisible();
  useEffect(() => {
    document.title = '试穿 · 森屿';
  }, []);
  useEffect(() => {
    if (!visible) return;
    const timer = setInterval(reload, POLL_MS);
    return () => clearInterval(timer);
  }, [visible, reload]);
  const tabs = days.map(({ key, text }) => ({ key, text, testId: `fitting-day-${key}` }));
  return (
    <section className="fittings" data-testid="fittings">
      <Tabs label="试穿日期" panel="fitting" tabs={tabs} chosen={day} onChoose={setChosen} />
      <div className="queue" id={`fitting-${day}`} role="tabpanel" aria-labelledby={`fitting-tab-${day}`}>
        <Answer question={question}>
          {({ items }) =>
            items.length === 0 ? (
              <Notice icon="clock" title="这一天还没有试穿预约" testId="fittings-empty">
                新预约会自动出现在这里。
              </Notice>
            ) : (
              <ul className="tasks">
                {inOrder(items).map((task) => (
                  <FittingCard key={task.bookingId} task={task} onChanged={reload} />
                ))}
              </ul>
            )
          }
        </Answer>
      </div>
    </section>
  );
}
