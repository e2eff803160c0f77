// Connects the event stream with the views.
import { $, cls, duration, int, put } from './dom.js';
import { themeChanged } from './charts.js';
import { Stream } from './stream.js';
import { Flow, level } from './flow.js';
import { Markets } from './markets.js';
import { News } from './news.js';
import { Devices } from './devices.js';
import { Operations } from './operations.js';
import { Harm } from './harm.js';

const FRAME_MS = 100;
const STALE_MS = 6000;
const views = {};
let latest = null;
let latestAt = 0;
let connected = false;
let ended = false;

function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  themeChanged();
}
const wanted = matchMedia('(prefers-color-scheme: light)');
applyTheme(localStorage.getItem('theme') || (wanted.matches ? 'light' : 'dark'));
wanted.addEventListener('change', () => { if (!localStorage.getItem('theme')) applyTheme(wanted.matches ? 'light' : 'dark'); });
function toggleTheme() {
  const next = document.documentElement.dataset.theme === 'light' ? 'dark' : 'light';
  localStorage.setItem('theme', next);
  applyTheme(next);
}

const stream = new Stream({
  hello(hello, downSince) {
    connected = true;
    put($('title'), hello.title); $('title').hidden = !hello.title;
    views.operations.hello(hello); views.harm.hello(hello);
    if (downSince) put($('ops-message'), `The page was disconnected for ${duration((Date.now() - downSince) / 1000)}.`);
  },
  live(frame) { views.markets.live(frame); views.news.live(frame); views.devices.live(frame); document.documentElement.dataset.live = ''; },
  state(event) {
    latest = event; latestAt = Date.now();
    views.flow.state(event); views.devices.state(event); views.operations.state(event); views.harm.state(event);
    renderBar();
  },
  signals(message) { views.devices.onSignals(message); },
  lost() { connected = false; renderBar(); },
  end() { ended = true; renderBar(); },
});

views.flow = new Flow(stream);
views.news = new News(stream);
views.markets = new Markets(stream, () => views.news.articles);
views.devices = new Devices(stream);
views.operations = new Operations(stream);
views.harm = new Harm(stream);

function count(node, value) {
  put(node, value === null || value === undefined ? '–' : int(value));
  node.classList.toggle('is-zero', value === 0); node.classList.toggle('is-bad', value > 0);
}

function health() {
  if (ended) return ['is-late', 'The demo has ended'];
  if (!connected) return ['is-stop', 'Disconnected, trying again'];
  if (!latest) return ['', 'Waiting for the first state'];
  if (Date.now() - latestAt > STALE_MS) return ['is-stop', `No state for ${duration((Date.now() - latestAt) / 1000)}`];
  const stopped = latest.connectors.filter((c) => level(c.state) === 'is-stop');
  const late = latest.connectors.filter((c) => level(c.state) === 'is-late');
  if (!latest.connectors.length) return ['is-late', 'No connectors'];
  if (stopped.length) return ['is-stop', stopped.length === 1 ? `${stopped[0].name} ${stopped[0].state}` : `${stopped.length} connectors stopped`];
  if (late.length) return ['is-late', late.length === 1 ? `${late[0].name} ${late[0].state}` : `${late.length} connectors not running`];
  if (latest.problems.length) return ['is-late', 'Running, parts unreadable'];
  return ['is-run', 'All running'];
}

function renderBar() {
  const [kind, text] = health();
  cls($('health'), 'health ' + kind); put($('health-text'), text);
  if (!latest) return;
  put($('rate'), int(views.flow.total()));
  count($('lost'), latest.state.lost); count($('duplicated'), latest.state.duplicated);
  put($('uptime'), duration(latest.state.uptime_seconds));
}

let drawnAt = 0;
function frame(time) {
  const now = stream.now();
  if (time - drawnAt >= FRAME_MS) {
    drawnAt = time;
    views.markets.render(now); views.news.render(now); views.devices.render(now);
  }
  views.devices.draw(now);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
setInterval(renderBar, 1000);

$('theme').addEventListener('click', toggleTheme);
$('help-open').addEventListener('click', () => $('help').showModal());
const sections = ['flow', 'markets', 'news', 'devices', 'operations', 'harm'];
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
  const section = sections[Number(event.key) - 1];
  if (section && !$(section).hidden) { $(section).scrollIntoView({ block: 'start' }); $(section).focus({ preventScroll: true }); }
  else if (event.key === 't') toggleTheme();
  else if (event.key === '?') $('help').showModal();
  else if (event.key === 'j') views.markets.step(1);
  else if (event.key === 'k') views.markets.step(-1);
  else if (event.key === 'n') views.devices.step(1);
  else if (event.key === 'p') views.devices.step(-1);
});
