// A wall of all devices, and the curves of the selected one, scrolling in device time.
import { $, ago, clock, cls, css, el, int, keyed, num, put, Ring, set, visibility } from './dom.js';
import { axis, Chart, prefersStill, timeValues } from './charts.js';

const WINDOW_S = 20;
const BPM_WINDOW_S = 600;
const BAND_S = 30;
const POINTS = 4000;
const WALL_MS = 250;
const SHOWN = [
  ['bpm', 'heart rate', '1/min', 0], ['breathingrate', 'breathing', '1/min', 1], ['rmssd', 'rmssd', 'ms', 0], ['eda_tonic_mean', 'skin level', 'µS', 2],
  ['scr_count', 'skin responses', '', 0], ['skt', 'skin temperature', '°C', 1], ['acceleration', 'acceleration', 'g', 2], ['battery', 'battery', '%', 0],
];
const QUIET = new Set(['beat', 'skin_response']);

const quality = (q) => (q === undefined || q === null ? '' : q >= 0.8 ? 'is-run' : q >= 0.5 ? 'is-late' : 'is-stop');

export class Devices {
  constructor(stream) {
    this.stream = stream;
    this.devices = new Map();
    this.events = new Ring(300);
    this.selected = localStorage.getItem('device');
    this.watched = null;
    this.curves = {};
    this.metrics = new Ring(700);
    this.charts = null;
    this.lagMs = 400;
    this.wall = visibility($('wall'));
    this.signals = visibility($('signals'));
    this.drawn = 0;
    this.walled = 0;
    this.turn = 0;
  }

  device(id) {
    if (!this.devices.has(id)) this.devices.set(id, { id, lost: 0, metrics: null, at: NaN });
    return this.devices.get(id);
  }

  live(frame) {
    if (frame.snapshot) { this.events.clear(); this.watched = null; }
    for (const [id, lost] of Object.entries(frame.devices || {})) this.device(id).lost = lost;
    for (const m of frame.metrics || []) {
      const d = this.device(m.device);
      d.metrics = m; d.metricsAt = m.t;
      if (m.device === this.selected && !frame.snapshot) this.metrics.push(m);
    }
    for (const e of frame.events || []) {
      const d = this.device(e.device);
      if (e.event === 'gap' && !frame.snapshot) d.lost += e.detail?.lost || 0;
      if (e.event === 'contact') d.worn = e.detail?.worn;
      this.events.push(e);
    }
    if (frame.events) this.eventsDirty = true;
    this.choose();
  }

  state(event) {
    for (const [id, d] of Object.entries(event.state.devices)) { const known = this.device(id); known.at = event.now - d.age_seconds * 1000; known.lost = d.lost; }
    this.choose();
  }

  choose() {
    if (!this.devices.size) return;
    if (!this.selected || !this.devices.has(this.selected)) this.selected = [...this.devices.keys()].sort()[0];
    if (this.watched !== this.selected) { this.watched = this.selected; this.stream.watch(this.selected); }
  }

  select(id) {
    this.walled = 0;
    this.selected = id; localStorage.setItem('device', id);
    this.curves = {}; this.metrics.clear(); this.eventsDirty = true;
    this.choose();
  }

  step(by) {
    const ids = [...this.devices.keys()].sort();
    if (ids.length) this.select(ids[(ids.indexOf(this.selected) + by + ids.length) % ids.length]);
  }

  onSignals(message) {
    if (message.device !== this.selected) return;
    if (message.reset) { this.curves = {}; this.metrics.clear(); message.metrics.forEach((m) => this.metrics.push(m)); }
    for (const [tag, last, period, values, uncertainty] of message.samples) {
      const curve = this.curves[tag] || (this.curves[tag] = { x: [], y: [] });
      if (uncertainty >= 0) this.uncertainty = uncertainty;
      values.forEach((value, i) => {
        const t = (last - period * (values.length - 1 - i)) / 1000;
        if (curve.x.length && t <= curve.x[curve.x.length - 1]) return;
        if (curve.x.length && t - curve.x[curve.x.length - 1] > 1) { curve.x.push(t - 0.001); curve.y.push(null); }
        curve.x.push(t); curve.y.push(value);
      });
      this.newest = Math.max(this.newest || 0, last);
      const lag = this.stream.now() - last;
      this.lagMs = message.reset ? this.lagMs : Math.min(4000, Math.max(this.lagMs * 0.995, lag + 60));
    }
    for (const curve of Object.values(this.curves)) {
      const from = this.newest / 1000 - WINDOW_S - 6; let cut = 0;
      while (cut < curve.x.length && (curve.x[cut] < from || curve.x.length - cut > POINTS)) cut++;
      if (cut > 200 || cut === curve.x.length) { curve.x.splice(0, cut); curve.y.splice(0, cut); }
    }
  }

  render(now) {
    if (!this.devices.size) return;
    const ids = [...this.devices.keys()].sort();
    const low = ids.filter((id) => { const d = this.devices.get(id); return d.metrics && d.metrics.quality < 0.5; }).length;
    put($('devices-sub'), `${int(ids.length)} ${ids.length === 1 ? 'device' : 'devices'}${low ? `, ${low} with a poor pulse signal` : ''}`);
    if (this.wall.seen && performance.now() - this.walled >= WALL_MS) { this.walled = performance.now(); this.renderWall(ids, now); }
    $('signals').hidden = false;
    if (this.signals.seen) this.renderSelected(now);
  }

  renderWall(ids, now) {
    keyed($('wall'), ids, (id) => {
      const p = { dot: el('span', { class: 'dot' }), bpm: el('span', { class: 'bpm' }), value: el('span'), unit: el('small'), loss: el('span'), battery: el('span'), age: el('span') };
      p.bpm.append(p.value, ' ', p.unit);
      const tile = el('button', { class: 'tile', type: 'button', 'aria-pressed': 'false', 'data-device': id, onclick: () => this.select(id) }, el('b', {}, id.replace(/^MD-/, '')), p.dot, p.bpm, el('span', { class: 'row' }, p.loss, p.battery, p.age));
      tile.parts = p;
      return tile;
    }, (tile, id) => {
      const d = this.devices.get(id); const m = d.metrics || {}; const p = tile.parts; const age = (now - d.at) / 1000;
      set(tile, 'aria-pressed', id === this.selected);
      const has = Number.isFinite(m.bpm);
      put(p.value, has ? num(m.bpm, 0) : d.metrics ? (m.wearing_status_numeric === 0 || d.worn === false ? 'not worn' : 'no pulse') : 'waiting'); put(p.unit, has ? '1/min' : '');
      cls(p.dot, 'dot ' + (age > 10 ? 'is-stop' : quality(has ? m.quality : d.metrics ? 0.6 : undefined)));
      put(p.loss, d.lost ? `lost ${int(d.lost)}` : 'no loss'); put(p.battery, Number.isFinite(m.battery) ? `${num(m.battery, 0)} %` : '– %');
      put(p.age, ago(age)); cls(tile, age > 10 ? 'tile old' : 'tile');
      set(tile, 'title', `${id}, pulse quality ${has ? num(m.quality, 2) : 'unknown'}`);
    });
  }

  renderSelected(now) {
    const d = this.devices.get(this.selected);
    if (!d) return;
    if (!this.charts) this.createCharts();
    put($('sig-name'), this.selected);
    put($('sig-time'), Number.isFinite(this.newest) ? `times ± ${num(this.uncertainty ?? NaN, 1)} ms, drawn ${num(this.lagMs / 1000, 1)} s behind` : 'waiting for packets');
    if (this.metricsOf !== d.metrics) { this.metricsOf = d.metrics; this.renderMetrics(d.metrics || {}); this.renderBpm(); }
    if (this.eventsDirty) { this.eventsDirty = false; this.renderEvents(); }
  }

  /** Draws the curves, in every frame of the browser. */
  draw(now) {
    if (!this.charts || !this.signals.seen) return;
    const pause = prefersStill() ? 250 : 15;
    if (performance.now() - this.drawn < pause) return;
    this.drawn = performance.now();
    this.until = (now - this.lagMs) / 1000;
    const empty = { x: [], y: [] }; const of = (tag) => this.curves[tag] || empty;
    const first = (...tags) => tags.map(of).find((c) => c.x.length) || empty;
    // One chart per frame keeps each frame short.
    this.turn = (this.turn + 1) % 4;
    if (this.turn === 0) {
      const light = ['PG', 'PI', 'PR'].find((tag) => of(tag).x.length);
      put($('ppg-tag'), light ? { PG: 'green light', PI: 'infrared light', PR: 'red light' }[light] : '');
      const ppg = of(light || 'PG'); this.charts.ppg.set([ppg.x, ppg.y]);
    } else if (this.turn === 1) {
      const eda = of('EA'); this.charts.eda.set([eda.x, eda.y]);
    } else if (this.turn === 2) {
      const temp = first('TH', 'T1'); this.charts.temp.set([temp.x, temp.y]);
    } else {
      const ax = of('AX'); const len = ax.x.length; const fit = (tag) => { const y = of(tag).y; return y.length >= len ? y.slice(y.length - len) : [...Array(len - y.length).fill(null), ...y]; };
      this.charts.acc.set([ax.x, ax.y, fit('AY'), fit('AZ')]);
    }
  }

  createCharts() {
    const line = (name) => ({ stroke: css(name), width: 1.5, points: { show: false } });
    const options = (...colors) => () => ({
      cursor: { show: false }, legend: { show: false }, padding: [6, 4, 0, 0], pxAlign: 0,
      scales: { x: { time: true, range: () => [(this.until || 0) - WINDOW_S, this.until || 1] }, y: { range: (u, lo, hi) => { if (lo === null) return [0, 1]; const pad = Math.max((hi - lo) * 0.12, Math.abs(hi) * 0.0005, 0.002); return [lo - pad, hi + pad]; } } },
      axes: [axis({ values: timeValues(true), space: 80, size: 22 }), axis({ size: 56, space: 26 })],
      series: [{}, ...colors.map(line)],
    });
    this.charts = {
      ppg: new Chart($('c-ppg'), options('--run'), [[], []]), eda: new Chart($('c-eda'), options('--up'), [[], []]),
      temp: new Chart($('c-temp'), options('--down'), [[], []]), acc: new Chart($('c-acc'), options('--up', '--down', '--alert'), [[], [], [], []]),
      bpm: new Chart($('c-bpm'), () => this.bpmOptions(), [[], [], [], []]),
    };
  }

  bpmOptions() {
    return {
      cursor: { show: false }, legend: { show: false }, padding: [6, 4, 0, 0],
      scales: { x: { time: true }, y: { range: (u, lo, hi) => (lo === null ? [50, 100] : [Math.floor(lo - 4), Math.ceil(hi + 4)]) } },
      axes: [axis({ values: timeValues(false), space: 60, size: 22 }), axis({ size: 56, space: 26 })],
      bands: [{ series: [3, 2], fill: css('--run') + '33' }],
      series: [{}, { stroke: css('--run'), width: 2, points: { show: true, size: 4, fill: css('--run') } }, { stroke: 'transparent', points: { show: false } }, { stroke: 'transparent', points: { show: false } }],
    };
  }

  /** Heart rate with the range of the windows of the last seconds; a window without one interrupts the line. */
  renderBpm() {
    const until = this.metrics.last?.t ?? 0;
    const items = this.metrics.items.filter((m) => m.t > until - BPM_WINDOW_S * 1000);
    const value = (m) => (Number.isFinite(m.bpm) ? m.bpm : null);
    const low = []; const high = [];
    items.forEach((m, i) => {
      let lo = Infinity; let hi = -Infinity;
      for (let k = i; k >= 0 && m.t - items[k].t <= BAND_S * 1000; k--) if (value(items[k]) !== null) { lo = Math.min(lo, items[k].bpm); hi = Math.max(hi, items[k].bpm); }
      const known = value(m) !== null;
      low.push(known ? lo : null); high.push(known ? hi : null);
    });
    this.charts.bpm.set([items.map((m) => m.t / 1000), items.map(value), low, high]);
  }

  renderMetrics(m) {
    keyed($('metrics'), SHOWN.map((s) => s[0]), (name) => {
      const [, label] = SHOWN.find((s) => s[0] === name);
      const dd = el('dd'); const box = el('div', {}, el('dt', {}, label), dd); box.dd = dd;
      return box;
    }, (box, name) => {
      const [, , unit, digits] = SHOWN.find((s) => s[0] === name);
      if (Number.isFinite(m[name])) box.dd.replaceChildren(num(m[name], digits), ' ', el('small', {}, unit));
      else box.dd.replaceChildren(el('span', { class: 'absent' }, m[name + '_absent'] || 'no value yet'));
    });
  }

  renderEvents() {
    const mine = this.events.items.filter((e) => e.device === this.selected && !QUIET.has(e.event)).slice(-40).reverse();
    const text = (e) => { const d = e.detail || {}; return { gap: `${int(d.lost)} packets lost (${d.reason || 'network'})`, contact: d.worn ? 'skin contact' : 'no skin contact', reboot: 'device rebooted', battery_low: `battery low, ${d.percent} %`, overflow: `${int(d.lost)} packets dropped` }[e.event] || e.event.replaceAll('_', ' '); };
    $('dev-events').replaceChildren(...(mine.length ? mine.map((e) => el('li', {}, el('time', {}, clock(e.t)), text(e))) : [el('li', { class: 'empty' }, 'No events yet.')]));
  }
}
