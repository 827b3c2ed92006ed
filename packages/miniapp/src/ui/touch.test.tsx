import { render, screen } from '@testing-library/react';
import { promisedSize, realStyles } from '../../testing/real-styles';
import { aCoat } from '../../testing/samples';
import { Button } from './Button';
import { SearchField } from './SearchField';
import { Sheet } from './Sheet';
import { SkuPopup } from './SkuPopup';
import { Stepper } from './Stepper';
import { StoreLine } from './StoreLine';
import { Tick } from './Tick';

const THUMB = 44;
const nothing = () => undefined;
const coat = aCoat();

const shown = {
  Button: (
    <>
      <Button name="small" size="small" onTap={nothing}>
        领取
      </Button>
      <Button name="large" onTap={nothing}>
        提交
      </Button>
    </>
  ),
  Tick: <Tick name="tick" on says="选择" onTap={nothing} />,
  Stepper: <Stepper name="pieces" value={2} onChange={nothing} />,
  SearchField: <SearchField value="大衣" onChange={nothing} onSearch={nothing} />,
  StoreLine: <StoreLine />,
  Sheet: (
    <Sheet name="sheet" title="规格" open onClose={nothing}>
      内容
    </Sheet>
  ),
  SkuPopup: (
    <SkuPopup
      product={coat}
      open
      confirmText="加入购物车"
      storeName={null}
      stock={null}
      onClose={nothing}
      onConfirm={nothing}
    />
  ),
};

afterEach(() => document.head.replaceChildren());

function sizeOf(component: keyof typeof shown, name: string) {
  realStyles(`ui/${component}`);
  render(shown[component]);
  return promisedSize(screen.getByTestId(name));
}

test.each([
  ['Button', 'small'],
  ['Button', 'large'],
  ['Tick', 'tick'],
  ['Stepper', 'pieces-minus'],
  ['Stepper', 'pieces-plus'],
  ['SearchField', 'search-clear'],
  ['Sheet', 'sheet-close'],
  ['SkuPopup', 'sku-value-S'],
] as const)('%s: a thumb finds %s, at least 44 px each way', (component, name) => {
  const { height, width } = sizeOf(component, name);
  expect(height).toBeGreaterThanOrEqual(THUMB);
  expect(width).toBeGreaterThanOrEqual(THUMB);
});

test.each([
  ['SearchField', 'search-go'],
  ['StoreLine', 'locate-store'],
  ['StoreLine', 'choose-store'],
] as const)('%s: the words of %s are wide by themselves, and high enough', (component, name) => {
  expect(sizeOf(component, name).height).toBeGreaterThanOrEqual(THUMB);
});
