import { useState } from 'react';
import { useQuestion } from '../api/use-question';
import { Answer } from '../ui/answer';
import { when } from '../ui/when';

/** Every decision about where an order is served, in the order they were made, with the places that lost and why. */
export function WhyHere({ orderId, now }: { orderId: string; now: number }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="why"
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-testid={`why-${orderId}`}
    >
      <summary className="link small">为什么派到这里</summary>
      {open ? <Decisions orderId={orderId} now={now} /> : null}
    </details>
  );
}

function Decisions({ orderId, now }: { orderId: string; now: number }) {
  const question = useQuestion('routing.explain', { orderId });
  return (
    <Answer question={question} rows={2}>
      {(told) => (
        <ol className="decisions">
          {told.decisions.map((decision) => (
            <li key={`${decision.hop}-${decision.at}`}>
              <p className="strong small">
                {decision.summary} <span className="muted num">{when(decision.at, now)}</span>
              </p>
              <ul className="small muted">
                {decision.candidates.map((candidate) => (
                  <li key={candidate.storeId} data-chosen={candidate.chosen || undefined}>
                    {candidate.text}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
    </Answer>
  );
}
