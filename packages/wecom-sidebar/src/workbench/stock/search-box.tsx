import { useRef } from 'react';
import { Button } from '../../ui/button';

type Props = { typed: string; onType: (typed: string) => void };

export function SearchBox({ typed, onType }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const clear = () => {
    onType('');
    input.current?.focus();
  };
  return (
    <form
      className="stock-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        // Puts the phone's keyboard away.
        input.current?.blur();
      }}
    >
      <input
        ref={input}
        className="text-input"
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        maxLength={40}
        placeholder="搜商品名或规格编号"
        aria-label="搜商品名或规格编号"
        value={typed}
        onChange={(event) => onType(event.target.value)}
        data-testid="stock-search"
      />
      {typed ? (
        <Button
          look="plain"
          icon="cross"
          onClick={clear}
          aria-label="清除搜索"
          data-testid="stock-search-clear"
        />
      ) : null}
    </form>
  );
}
