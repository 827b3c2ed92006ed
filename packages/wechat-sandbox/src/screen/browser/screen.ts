/** The control screen: reads everything each second and draws what changed. */
import './screen.css';
import { app, drawWith, redraw } from './app';
import { h, patch } from './dom';
import type { Child, Vnode } from './dom';
import { feed } from './feed';
import { phoneArea } from './phone/phone';
import { parseRoute, routeHash } from './route';
import type { Area } from './route';
import { keepReading, refresh } from './server';
import { configArea } from './settings/config';
import { faultsArea } from './settings/faults';
import { areaName, dialogView, lostBanner, rail, toasts, topBar } from './shell';
import { trafficArea } from './traffic/traffic';
import { empty, loading } from './widgets';
import { wecomArea } from './wecom/desk';

const AREAS: Record<Area, () => Vnode> = {
  phone: phoneArea,
  wecom: wecomArea,
  traffic: trafficArea,
  faults: faultsArea,
  config: configArea,
};
/** Beside these the latest traffic is shown, because what is done in them causes some. */
const WITH_FEED = new Set<Area>(['phone', 'wecom', 'faults']);

const root = document.getElementById('app');
if (!root) throw new Error('the page has no #app');
const page = root;

drawWith(() => patch(page, ...view()));

function view(): Child[] {
  const { area } = app.route;
  document.title = `${areaName(area)} · 微信沙箱`;
  return [
    h(
      'button',
      { type: 'button', class: 'skip', onClick: () => document.getElementById('main')?.focus() },
      '跳到内容',
    ),
    topBar(),
    lostBanner(),
    h(
      'div',
      { class: `body${WITH_FEED.has(area) ? ' with-feed' : ''}` },
      rail(),
      h(
        'main',
        { id: 'main', tabindex: '-1', key: area, class: app.link === 'lost' ? 'stale' : undefined },
        content(area),
      ),
      WITH_FEED.has(area) ? feed() : null,
    ),
    toasts(),
    dialogView(),
  ];
}

function content(area: Area): Child {
  if (app.data) return AREAS[area]();
  return app.link === 'lost'
    ? empty('traffic', '沙箱没有应答', '正在重试；它起来之后，这一页会自己接上。')
    : loading();
}

addEventListener('hashchange', () => {
  const before = app.route;
  app.route = parseRoute(location.hash);
  const other = app.route.area !== before.area || app.route.path[0] !== before.path[0];
  redraw();
  if (other) void refresh().catch(() => undefined);
});

/** As in many tools: “/” goes to the search, Escape leaves the detail. */
addEventListener('keydown', (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !app.dialog) {
    event.preventDefault();
    if (app.route.area !== 'traffic' || app.route.path[0] === 'notices') {
      location.hash = '#traffic';
      app.route = parseRoute('#traffic');
      redraw();
    }
    setTimeout(() => document.getElementById('field-q')?.focus());
  }
  if (event.key === 'Escape' && !app.dialog && app.route.area === 'traffic') leaveDetail();
});

function leaveDetail(): void {
  const { path, query } = app.route;
  const notices = path[0] === 'notices';
  const id = notices ? path[1] : path[0];
  if (id === undefined) return;
  location.hash = notices ? routeHash('traffic', ['notices']) : routeHash('traffic', [], query);
  setTimeout(() => document.querySelector<HTMLElement>('.entries [tabindex="0"]')?.focus());
}

redraw();
void keepReading();
