const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const HOVER = 'hover-class hover-stop-propagation hover-start-time hover-stay-time';
const FIELD = `value placeholder placeholder-style placeholder-class disabled maxlength focus auto-focus cursor-spacing cursor
cursor-color selection-start selection-end adjust-position hold-keyboard confirm-type confirm-hold always-embed name auto-fill`;

/** Attributes by built-in, as the pages below https://developers.weixin.qq.com/miniprogram/dev/component/ name them. */
const ATTRIBUTES: Record<string, string> = {
  view: HOVER,
  text: 'user-select selectable space decode overflow max-lines',
  button: `${HOVER} size type plain disabled loading form-type open-type lang session-from send-message-title send-message-path
    send-message-img app-parameter show-message-card business-id phone-number-no-quota-toast need-show-entrance entrance-path
    name scope`,
  image: 'src mode webp lazy-load show-menu-by-longpress forceHttps fade-in',
  input: `${FIELD} type password safe-password-cert-path safe-password-length safe-password-time-stamp safe-password-nonce
    safe-password-salt safe-password-custom-hash`,
  textarea: `${FIELD} auto-height fixed show-confirm-bar disable-default-padding adjust-keyboard-to`,
  'scroll-view': `scroll-x scroll-y upper-threshold lower-threshold scroll-top scroll-left scroll-into-view
    scroll-into-view-offset scroll-into-view-within-extent scroll-into-view-alignment scroll-with-animation enable-back-to-top
    enable-passive enable-flex scroll-anchoring refresher-enabled refresher-threshold refresher-default-style
    refresher-background refresher-triggered bounces show-scrollbar paging-enabled fast-deceleration enhanced
    using-sticky type associative-container reverse clip refresher-two-level-enabled refresher-two-level-triggered
    refresher-two-level-threshold refresher-two-level-close-threshold refresher-two-level-scroll-enabled
    refresher-ballistic-refresh-enabled refresher-two-level-pinned cache-extent min-drag-distance padding`,
  swiper: `indicator-dots indicator-color indicator-active-color autoplay current current-item-id interval duration circular
    vertical previous-margin next-margin snap-to-edge display-multiple-items skip-hidden-item-layout easing-function
    disable-touch disable-programmatic-animation layout-type transformer-type indicator-type indicator-margin
    indicator-spacing indicator-radius indicator-width indicator-height indicator-alignment indicator-offset
    scroll-with-animation cache-extent`,
  'swiper-item': 'item-id skip-hidden-item-layout',
  icon: 'type size color',
  checkbox: 'value disabled checked color name',
  'checkbox-group': 'name',
  radio: 'value checked disabled color name',
  'radio-group': 'name',
  switch: 'checked disabled type color name',
  picker: `header-text mode disabled range range-key value start end fields custom-item level name`,
  'picker-view': 'value indicator-style indicator-class mask-style mask-class immediate-change name',
  'picker-view-column': 'name',
  form: 'report-submit report-submit-timeout',
  label: 'for name',
  'rich-text': 'nodes space user-select mode',
  navigator: `${HOVER} target url open-type delta app-id path extra-data version short-link`,
  map: `longitude latitude scale min-scale max-scale markers covers polyline circles controls include-points polygons
    show-location layer-style rotate skew show-compass show-scale enable-overlooking enable-auto-max-overlooking enable-3D
    enable-zoom enable-scroll enable-rotate enable-satellite enable-traffic enable-poi enable-building setting subkey`,
  canvas: 'type canvas-id disable-scroll width height',
  'cover-view': `${HOVER} scroll-top marker-id`,
  'cover-image': 'src referrer-policy marker-id',
  'root-portal': 'enable',
  'page-meta': `background-text-style background-color background-color-top background-color-bottom root-background-color
    scroll-top scroll-duration page-style page-font-size root-font-size page-orientation`,
  'navigation-bar':
    'title loading front-color background-color color-animation-duration color-animation-timing-func',
  'movable-area': 'scale-area',
  'movable-view': `direction inertia out-of-bounds x y damping friction disabled scale scale-min scale-max scale-value
    animation width height`,
  progress: `percent show-info border-radius font-size stroke-width color activeColor backgroundColor active active-mode
    duration`,
  slider: `min max step disabled value color selected-color activeColor backgroundColor block-size block-color show-value
    name`,
  video: `src duration controls danmu-list danmu-btn enable-danmu autoplay loop muted initial-time page-gesture direction
    show-progress show-fullscreen-btn show-play-btn show-center-play-btn enable-progress-gesture object-fit poster
    show-mute-btn title play-btn-position enable-play-gesture auto-pause-if-navigate auto-pause-if-open-native
    vslide-gesture vslide-gesture-in-fullscreen show-bottom-progress ad-unit-id poster-for-crawler show-casting-button
    picture-in-picture-mode show-background-playback-button show-screen-lock-button enable-auto-rotation
    show-snapshot-button background-poster referrer-policy is-drm is-live
    provision-url certificate-url license-url preferred-peak-bit-rate`,
};

/** Of every built-in, and what belongs to the template language. `animation` too: Taro writes it where the documents do not. */
const EVERYWHERE =
  /^(id|class|style|hidden|slot|animation|data-.*|wx:.*|mark:.*|model:.*|worklet:.*|change:.*|class:.*|style:.*)$/;
/** https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html */
const ARIA = new Set(
  words(`activedescendant atomic autocomplete busy checked colcount colindex colspan controls current describedby details disabled
    dropeffect errormessage expanded flowto grabbed haspopup hidden invalid keyshortcuts label labelledby level live modal
    multiline multiselectable orientation owns placeholder posinset pressed readonly relevant required role roledescription
    rowcount rowindex rowspan selected setsize sort valuemax valuemin valuenow valuetext`).map(
    (name) => `aria-${name}`,
  ),
);
const LISTENER = /^(mut-bind|(capture-)?(bind|catch)):?\w/;

const known = new Map(Object.entries(ATTRIBUTES).map(([tag, text]) => [tag, new Set(words(text))]));

/** The first attribute in this opening tag that neither the built-in nor the template language has; of other tags, none. */
export function unknownAttribute(tag: string, attributes: string): string | undefined {
  const names = known.get(tag);
  if (names === undefined) return undefined;
  const bare = attributes.replace(/"[^"]*"|'[^']*'/g, '');
  const given = words(bare.replace(/[=/]/g, ' '));
  return given.find((name) => {
    const plain = name.replace(/^model:/, '');
    return !names.has(plain) && !ARIA.has(name) && !EVERYWHERE.test(name) && !LISTENER.test(name);
  });
}
