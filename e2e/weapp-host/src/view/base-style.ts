/** What WeChat's own style sheet says of built-ins, as far as pages rely on it. */
export const baseStyle = `
html { height: 100%; -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100%; font-family: -apple-system, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", sans-serif;
  font-size: 16px; color: #000; -webkit-tap-highlight-color: transparent; word-break: break-word;
  user-select: none; }
input, textarea, wx-text[user-select], wx-text[selectable] { user-select: text; }
::-webkit-scrollbar { display: none; }
wx-view, wx-scroll-view, wx-form, wx-swiper, wx-swiper-item, wx-textarea, wx-picker-view, wx-picker-view-column, wx-picker,
wx-progress, wx-slider, wx-radio-group, wx-checkbox-group, wx-movable-area, wx-movable-view, wx-cover-view, wx-rich-text { display: block; }
wx-radio-group, wx-checkbox-group, wx-label, wx-navigator { display: block; }
wx-label, wx-radio, wx-checkbox, wx-switch, wx-icon { display: inline-block; }
wx-text { white-space: pre-line; }
wx-text[space], wx-text[decode] { white-space: pre-wrap; }
[hidden] { display: none !important; }
wx-button { display: block; position: relative; box-sizing: border-box; margin: 0 auto; padding: 0 14px; font-size: 18px;
  line-height: 2.55555556; text-align: center; border-radius: 5px; color: #000; background: #f8f8f8; overflow: hidden;
  cursor: default; }
wx-button::after { content: " "; position: absolute; inset: 0; border: 1px solid rgba(0,0,0,.2); border-radius: 5px;
  box-sizing: border-box; pointer-events: none; }
wx-button[type=primary] { color: #fff; background: #1aad19; }
wx-button[type=warn] { color: #fff; background: #e64340; }
wx-button[size=mini] { display: inline-block; line-height: 2.3; font-size: 13px; padding: 0 1.34em; }
wx-button[disabled] { color: rgba(0,0,0,.3); background: #f7f7f7; }
wx-button[plain] { background: transparent; border: 1px solid #353535; }
wx-image { display: inline-block; overflow: hidden; width: 320px; height: 240px; position: relative; }
wx-image > div { width: 100%; height: 100%; background-repeat: no-repeat; }
wx-image > img { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; pointer-events: none; }
wx-input { display: block; height: 1.4rem; line-height: 1.4; overflow: hidden; cursor: auto; }
wx-input > input { display: block; width: 100%; height: 100%; min-height: 1em; border: 0; padding: 0; margin: 0; outline: 0;
  background: transparent; font: inherit; color: inherit; text-align: inherit; }
wx-textarea { width: 300px; height: 150px; position: relative; }
wx-textarea > textarea { display: block; width: 100%; height: 100%; border: 0; padding: 0; margin: 0; outline: 0; resize: none;
  background: transparent; font: inherit; color: inherit; box-sizing: border-box; }
input::placeholder, textarea::placeholder { color: #808080; }
wx-scroll-view { overflow: hidden; position: relative; width: 100%; }
wx-scroll-view > .scroll-content { display: contents; }
wx-swiper { height: 150px; position: relative; overflow: hidden; }
wx-swiper > .track { width: 100%; height: 100%; display: flex; transition: transform .3s; }
wx-swiper[vertical] > .track { flex-direction: column; }
wx-swiper-item { flex: 0 0 100%; width: 100%; height: 100%; overflow: hidden; }
wx-swiper > .dots { position: absolute; left: 0; right: 0; bottom: 10px; text-align: center; pointer-events: none; }
wx-swiper > .dots > i { display: inline-block; width: 8px; height: 8px; margin: 0 4px; border-radius: 50%; background: rgba(0,0,0,.3); }
wx-checkbox > .mark, wx-radio > .mark { display: inline-block; width: 22px; height: 22px; border: 1px solid #d1d1d1; margin-right: 5px;
  box-sizing: border-box; vertical-align: middle; text-align: center; line-height: 20px; color: #09bb07; background: #fff; }
wx-radio > .mark { border-radius: 50%; } wx-checkbox > .mark { border-radius: 3px; }
wx-switch > .mark { display: inline-block; width: 52px; height: 32px; border-radius: 16px; background: #dfdfdf; position: relative; }
wx-switch > .mark::after { content: ""; position: absolute; top: 1px; left: 1px; width: 30px; height: 30px; border-radius: 15px;
  background: #fff; box-shadow: 0 1px 3px rgba(0,0,0,.4); }
wx-switch > .mark.on { background: #04be02; } wx-switch > .mark.on::after { left: 21px; }
wx-progress > .bar { background: #ebebeb; } wx-progress > .bar > i { display: block; height: 100%; }
wx-slider > input { width: 100%; margin: 10px 0; }
wx-icon { font-style: normal; text-align: center; }
wx-map { display: block; width: 300px; height: 150px; position: relative; overflow: hidden; background: #f2efe6;
  background-image: linear-gradient(#e3dfd3 1px, transparent 1px), linear-gradient(90deg, #e3dfd3 1px, transparent 1px);
  background-size: 24px 24px; }
wx-map > .pin { position: absolute; transform: translate(-50%, -100%); font-size: 12px; text-align: center; color: #e64340; }
wx-canvas { display: block; width: 300px; height: 150px; } wx-canvas > canvas { width: 100%; height: 100%; display: block; }
wx-video { display: block; width: 300px; height: 225px; background: #000; color: #fff; text-align: center; line-height: 225px; }
wx-picker-view { height: 240px; position: relative; display: flex; } wx-picker-view-column { flex: 1; overflow: hidden; height: 100%; position: relative; }
wx-movable-area { position: relative; width: 10px; height: 10px; } wx-movable-view { position: absolute; width: 10px; height: 10px; }
wx-cover-image { display: block; } wx-cover-image > img { width: 100%; height: 100%; display: block; }
wx-root-portal, wx-page-meta, wx-navigation-bar { display: contents; }
`;
