// Prices: pairs, candles with volume and alerts, sentiment under the price, spread, tape.
import { $, ago, clock, cls, css, el, int, keyed, num, percent, price, priceDigits, put, Ring, set, visibility } from './dom.js';
import { axis, Chart, drawCandles, timeValues } from './charts.js';

const TAPE = 14;
const WINDOW_MIN = 45;
const KEPT = 120;
/** Kraken's names of coins, and those of articles. */
const COIN = { XBT: 'BTC', XDG: 'DOGE' };

export class Markets {
  constructor(stream, articles) {
    this.stream = stream;
    this.articles = articles;
    this.pairs = new Map();
    this.alerts = new Ring(200);
    this.tape = new Ring(200);
    this.selected = localStorage.getItem('pair');
    this.candles = new Map();
    this.dirty = true;
    this.visible = visibility($('markets'));
    this.rows = Array.from({ length: TAPE }, () => this.tapeRow());
    $('tape').append(...this.rows);
  }

  live(frame) {
    if (frame.snapshot) {
      this.alerts.clear(); this.tape.clear();
      (frame.pairs || []).forEach((pair) => this.pair(pair));
      this.loaded = null;
    }
    for (const [pair, t] of Object.entries(frame.tickers || {})) {
      const p = this.pair(pair); [p.tick, p.bid, p.ask, p.volume, p.change, p.tickAt] = t;
      if (p.tickAt >= (p.at || 0)) { p.last = p.tick; p.at = p.tickAt; }
    }
    for (const [pair, t] of Object.entries(frame.tops || {})) this.pair(pair).top = t;
    for (const trade of frame.trades || []) {
      const p = this.pair(trade[0]);
      if (trade[4] >= (p.at || 0)) { p.last = trade[1]; p.at = trade[4]; }
      this.tape.push(trade);
    }
    for (const alert of frame.alerts || []) this.alerts.push(alert);
    for (const row of frame.candles || []) if (row[0] === this.loaded) this.candle(row.slice(1));
    if (!this.selected || (this.pairs.size && !this.pairs.has(this.selected))) this.select([...this.pairs.keys()].sort()[0]);
    if (this.selected && this.loaded !== this.selected) this.load(this.selected);
    this.dirty = true;
  }

  pair(name) {
    if (!this.pairs.has(name)) this.pairs.set(name, { name });
    return this.pairs.get(name);
  }

  candle(row) {
    this.candles.set(row[0], row);
    while (this.candles.size > KEPT) this.candles.delete(Math.min(...this.candles.keys()));
  }

  select(name) {
    if (!name) return;
    this.selected = name;
    localStorage.setItem('pair', name);
    this.load(name);
    this.dirty = true;
  }

  step(by) {
    const names = [...this.pairs.keys()].sort();
    if (names.length) this.select(names[(names.indexOf(this.selected) + by + names.length) % names.length]);
  }

  async load(name) {
    this.loaded = name;
    this.candles.clear();
    try {
      const answer = await fetch('/api/candles?pair=' + encodeURIComponent(name));
      if (answer.ok && this.loaded === name) (await answer.json()).forEach((row) => { if (!this.candles.has(row[0])) this.candle(row); });
    } catch { this.loaded = null; }
    this.dirty = true;
  }

  ordered() { return [...this.candles.values()].sort((a, b) => a[0] - b[0]); }

  /** Change since the first candle that is shown, for the selected pair; else that of the ticker. */
  move(pair) {
    if (pair.name === this.selected && this.candles.size) {
      const first = this.ordered()[0];
      return { value: (pair.last / first[1] - 1) * 100, text: `since ${clock(first[0]).slice(0, 5)}` };
    }
    return { value: pair.change, text: '' };
  }

  render(now) {
    if (!this.visible.seen || !this.pairs.size) return;
    this.renderPairs(now);
    this.renderQuote(now);
    if (this.dirty) {
      this.dirty = false;
      this.renderTape(); this.renderSpread(); this.renderChart(now);
      put($('markets-sub'), `${int(this.pairs.size)} pairs, ${int(this.alerts.items.length)} alerts in memory`);
    }
  }

  renderPairs(now) {
    const names = [...this.pairs.keys()].sort();
    keyed($('pairs'), names, (name) => {
      const parts = [el('b', {}, name), el('span', { class: 'p' }), el('small'), el('small', { class: 'm' })];
      const node = el('button', { class: 'pair', type: 'button', 'aria-pressed': 'false', onclick: () => this.select(name) }, ...parts);
      node.parts = parts;
      return node;
    }, (node, name) => {
      const p = this.pairs.get(name); const age = (now - p.at) / 1000;
      set(node, 'aria-pressed', name === this.selected);
      put(node.parts[1], price(p.last));
      put(node.parts[2], ago(age)); node.parts[2].classList.toggle('old', age > 60);
      put(node.parts[3], percent(p.change)); cls(node.parts[3], 'm ' + (p.change < 0 ? 'down' : 'up'));
    });
  }

  renderQuote(now) {
    const p = this.pairs.get(this.selected);
    if (!p) return;
    put($('q-pair'), p.name); put($('q-last'), price(p.last));
    const { value, text } = this.move(p);
    put($('q-move'), Number.isFinite(value) ? `${value < 0 ? '▼' : '▲'} ${percent(value)} ${text}` : '');
    cls($('q-move'), 'q-move ' + (value < 0 ? 'down' : 'up'));
    const age = (now - p.at) / 1000;
    put($('q-age'), ago(age)); $('q-age').classList.toggle('old', age > 60);
  }

  tapeRow() {
    const parts = [el('time'), el('span', { class: 'v' }), el('span', { class: 'p' })];
    const row = el('li', {}, ...parts); row.parts = parts;
    return row;
  }

  renderTape() {
    const trades = [];
    for (let i = this.tape.items.length - 1; i >= 0 && trades.length < TAPE; i--) if (this.tape.items[i][0] === this.selected) trades.push(this.tape.items[i]);
    this.rows.forEach((row, i) => {
      const trade = trades[i];
      put(row.parts[0], trade ? clock(trade[4]) : ''); put(row.parts[1], trade ? num(trade[2], 4) : '');
      put(row.parts[2], trade ? price(trade[1]) : ''); cls(row.parts[2], trade ? 'p ' + (trade[3] === 's' ? 'down' : 'up') : '');
      if (trade) { row.dataset.time = trade[4]; row.dataset.price = trade[1]; }
    });
  }

  renderSpread() {
    const p = this.pairs.get(this.selected); const box = $('spread');
    if (!p || !Number.isFinite(p.bid) || !Number.isFinite(p.ask)) return;
    if (!this.spread) {
      const dd = () => el('dd');
      this.spread = { bid: dd(), ask: dd(), wide: dd(), vol: dd(), depth: el('div', { class: 'depth', role: 'img' }) };
      const s = this.spread;
      box.replaceChildren(el('dl', {}, el('dt', {}, 'ask'), s.ask, el('dt', {}, 'bid'), s.bid, el('dt', {}, 'spread'), s.wide, el('dt', {}, '24 h volume'), s.vol), s.depth);
    }
    const s = this.spread; const digits = priceDigits(p.ask);
    put(s.ask, num(p.ask, digits)); put(s.bid, num(p.bid, digits));
    put(s.wide, `${num((p.ask - p.bid) / p.ask * 10000, 2)} bp`); put(s.vol, num(p.volume, 0));
    s.depth.hidden = !p.top;
    if (p.top) {
      const share = (1 + (p.top[4] || 0)) / 2;
      s.depth.style.setProperty('--b', (share * 100).toFixed(0) + '%');
      s.depth.setAttribute('aria-label', `Bids are ${(share * 100).toFixed(0)} % of the ten best levels`);
    }
  }

  range(now) { return [now / 1000 - WINDOW_MIN * 60, now / 1000 + 60]; }

  renderChart(now) {
    const rows = this.ordered().filter((row) => row[0] / 1000 > now / 1000 - WINDOW_MIN * 60);
    const alerts = this.alerts.items.filter((a) => a[0] === this.selected);
    this.shown = rows; this.shownAlerts = alerts;
    const x = rows.map((row) => row[0] / 1000 + 30);
    const data = [x, rows.map((r) => r[4]), rows.map((r) => r[5])];
    if (!this.chart) this.chart = new Chart($('candles'), () => this.options(), data); else this.chart.set(data);
    const coin = this.selected.split('/')[0]; const ticker = COIN[coin] || coin;
    const about = this.articles().filter((a) => a.score !== null && (a.coins || []).includes(ticker));
    const points = about.filter((a) => a.published / 1000 > now / 1000 - WINDOW_MIN * 60).sort((a, b) => a.published - b.published);
    put($('sent-h'), `Sentiment of articles about ${ticker} (${points.length} in the window)`);
    const scores = [points.map((a) => a.published / 1000), points.map((a) => a.score)];
    if (!this.sentiment) this.sentiment = new Chart($('sentiment'), () => this.sentimentOptions(), scores); else this.sentiment.set(scores);
  }

  options() {
    const lows = () => this.shown.map((r) => r[3]); const highs = () => this.shown.map((r) => r[2]);
    return {
      cursor: { drag: { x: false, y: false }, points: { show: false } }, legend: { show: false }, padding: [8, 6, 0, 0],
      scales: {
        x: { time: true, range: () => this.range(this.stream.now()) },
        y: { range: () => { if (!this.shown.length) return [0, 1]; const lo = Math.min(...lows()); const hi = Math.max(...highs()); const pad = (hi - lo || hi * 0.001) * 0.08; return [lo - pad - (hi - lo) * 0.18, hi + pad]; } },
        v: { range: (u, min, max) => [0, (max || 1) * 5] },
      },
      axes: [axis({ values: timeValues(false), space: 70 }), axis({ side: 1, size: 74, values: (u, s) => s.map((v) => price(v)) }), { scale: 'v', show: false }],
      series: [{}, { scale: 'y', stroke: 'transparent', points: { show: false }, paths: () => null }, { scale: 'v', stroke: 'transparent', points: { show: false }, paths: () => null }],
      hooks: { draw: [drawCandles(() => this.shown, () => this.shownAlerts, () => this.pairs.get(this.selected)?.last)], setCursor: [(u) => this.tip(u)] },
    };
  }

  tip(u) {
    if (!this.tipNode || !this.tipNode.isConnected) { this.tipNode = el('div', { class: 'tip', hidden: true }); u.over.append(this.tipNode); }
    const row = u.cursor.idx === null || u.cursor.idx === undefined ? null : this.shown[u.cursor.idx];
    this.tipNode.hidden = !row || u.cursor.left < 0;
    if (row) put(this.tipNode, `${clock(row[0]).slice(0, 5)}  open ${price(row[1])}  high ${price(row[2])}  low ${price(row[3])}  close ${price(row[4])}  volume ${num(row[5], 3)}${row[6] ? `  ${row[6]} fetched after a gap` : ''}`);
  }

  sentimentOptions() {
    return {
      cursor: { show: false }, legend: { show: false }, padding: [8, 6, 8, 0],
      scales: { x: { time: true, range: () => this.range(this.stream.now()) }, y: { range: [0, 1] } },
      axes: [axis({ show: false }), axis({ side: 1, size: 74, splits: () => [0, 0.5, 1], values: () => ['negative', 'neutral', 'positive'] })],
      series: [{}, { stroke: css('--muted'), width: 1, points: { show: true, size: 7, fill: css('--up'), stroke: css('--panel') }, paths: uPlot.paths.stepped({ align: 1 }) }],
    };
  }
}
