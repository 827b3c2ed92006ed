import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHOP } from '../testing-paths';
import { compileProgram } from './program';
import { translateSelector } from './styles';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weapp-'));
  cpSync(SHOP, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
const style = (text: string) => {
  write('app.wxss', text);
  return compileProgram(folder).styles.app;
};

describe('a program', () => {
  test('has its pages, its components and its sizes by package', () => {
    const { config, sizes } = compileProgram(folder);
    expect(config.pages).toEqual(['pages/home/home', 'pages/mine/mine', 'sub/pages/detail/detail']);
    expect(Object.keys(config.components)).toContain('components/counter/counter');
    expect(Object.keys(sizes)).toEqual(['', 'sub']);
  });

  test.each([
    [
      'pages/mine/mine.wxml',
      '<viev>a</viev>',
      'pages/mine/mine.wxml: <viev> is neither built in nor in any usingComponents',
    ],
    [
      'pages/mine/mine.wxml',
      '<input plceholder="a" />',
      'pages/mine/mine.wxml: <input> has no attribute plceholder',
    ],
    [
      'pages/mine/mine.wxml',
      '<view wx:iff="{{a}}"></view>',
      'pages/mine/mine.wxml:1:7: invalid attribute prefix',
    ],
    [
      'pages/mine/mine.wxml',
      '<view>{{a +}}</view>',
      'pages/mine/mine.wxml:1:12: unexpected character inside expression',
    ],
    ['pages/mine/mine.wxml', '<view>', 'pages/mine/mine.wxml:1:2: missing end tag'],
    [
      'pages/mine/mine.json',
      '{ "navigationBarTitel": "a" }',
      'pages/mine/mine.json: "navigationBarTitel" is not a documented key',
    ],
    [
      'app.json',
      '{ "pages": ["pages/mine/mine"], "tabbar": {} }',
      'app.json: "tabbar" is not a documented key',
    ],
    ['app.json', '{ "pages": ["pages/none/none"] }', 'pages/none/none.wxml: is declared, but is not there'],
    ['app.json', '{', /^app\.json: not JSON/],
    ['app.wxss', '@import "./none.wxss";', 'app.wxss: @import of none.wxss, which is not there'],
    ['app.wxss', '.a {', /^app\.wxss: .*Unclosed block/],
    ['big.js', `/*${'x'.repeat(2 * 1024 * 1024)}*/`, /^main package: \d+ bytes, over 2 MB/],
  ])('refuses %s (%#)', (file, text, message) => {
    write(file, text);
    expect(() => compileProgram(folder)).toThrow(message);
  });
});

test('attributes that the documents and the template language know are taken', () => {
  write(
    'pages/mine/mine.wxml',
    `<input model:value="{{a > 1 ? 'x=y' : b}}" cursor-spacing="10" aria-label="a" bind:input="f" catchtap="f" capture-bind:tap="f"
      mut-bind:tap="f" mark:m="1" data-a-b="1" wx:if="{{a}}" hidden/><counter whatever="1" /><button disabled>a</button>`,
  );
  expect(() => compileProgram(folder)).not.toThrow();
});

describe('wxss', () => {
  test('imports come in place, once', () => {
    write('lib/base.wxss', '.base { color: red }');
    expect(style('@import "./lib/base.wxss"; @import "./lib/base.wxss"; .own { color: blue }')).toBe(
      '.__scope__base { color: red } .__scope__own { color: blue }',
    );
  });

  test('rpx waits for the width of the screen, in values and media queries, not in words', () => {
    expect(
      style(
        '.a { margin: -10.5rpx 2px; content: "1rpx-like" } @media (min-width: 700rpx) { view { width: 1rpx } }',
      ),
    ).toBe(
      '.__scope__a { margin: __rpx(-10.5) 2px; content: "1rpx-like" } @media (min-width: __rpx(700)) { wx-view { width: __rpx(1) } }',
    );
  });

  test.each([
    ['page', 'body'],
    ['page view.a > .b', 'body wx-view.__scope__a > .__scope__b'],
    ['view::before, text:first-child', 'wx-view::before, wx-text:first-child'],
    ['.a:not(button)', '.__scope__a:not(wx-button)'],
    [':host', '__host__'],
    ['my-card .a', 'my-card .__scope__a'],
    ['input[type=text].a', 'wx-input[type=text].__scope__a'],
    ['.a[title="x.view"]', '.__scope__a[title="x.view"]'],
    ['scroll-view+swiper-item', 'wx-scroll-view+wx-swiper-item'],
  ])('%s is %s', (wxss, css) => expect(translateSelector(wxss)).toBe(css));

  test('keyframes keep their percentages and from and to', () => {
    expect(style('@keyframes turn { from { left: 0 } 50.5% { left: 2rpx } }')).toBe(
      '@keyframes turn { from { left: 0 } 50.5% { left: __rpx(2) } }',
    );
  });
});
