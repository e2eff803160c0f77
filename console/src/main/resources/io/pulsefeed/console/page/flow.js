// One line per stream: source, topic, sink, table, with rates, lag, age and state.
import { $, ago, cls, duration, el, int, keyed, put, rate } from './dom.js';

const TABLES = {
  rawtrade: ['trade_data'], rawticker: ['ticker_data'], rawalert: ['alert_data'], rawarticle: ['article_data'],
  Emotibit_rawdata: ['emotibit_packet', 'emotibit_sample'], Emotibit_processdata: ['emotibit_metric', 'emotibit_event'],
};
/** Seconds after which a stream is called late. Articles and alerts come when they come. */
const EXPECTED = { rawtrade: 15, rawticker: 30, Emotibit_rawdata: 5, Emotibit_processdata: 30 };
const RUNNING = 'RUNNING';

export const level = (state) => (state === RUNNING ? 'is-run' : ['PAUSED', 'UNASSIGNED', 'RESTARTING', 'STOPPED'].includes(state) ? 'is-late' : 'is-stop');
export const runbook = (connector) => ({ FAILED: 'ConnectTaskFailed', UNREACHABLE: 'KafkaConnectWorkerDown' }[connector.state] || 'ConnectConnectorNotRunning');

/** Rates of counters, smoothed over a few seconds. */
class Rates {
  constructor() { this.samples = new Map(); }
  add(name, count, ms) {
    const list = this.samples.get(name) || [];
    if (list.length && count < list[list.length - 1][1]) list.length = 0;
    list.push([ms, count]);
    while (list.length > 2 && ms - list[0][0] > 6000) list.shift();
    this.samples.set(name, list);
  }
  of(name) {
    const list = this.samples.get(name);
    if (!list || list.length < 2) return NaN;
    const [t0, c0] = list[0]; const [t1, c1] = list[list.length - 1];
    return t1 > t0 ? (c1 - c0) / ((t1 - t0) / 1000) : NaN;
  }
}

export class Flow {
  constructor(stream) {
    this.stream = stream;
    this.topicRates = new Rates();
    this.tableRates = new Rates();
    this.changed = new Map();
    this.since = new Map();
    this.causes = el('div', { class: 'causes' });
    this.list = el('ol', { 'aria-label': 'Streams' });
  }

  state(event) {
    const { state, now } = event;
    for (const [topic, count] of Object.entries(state.topics)) {
      const seen = this.changed.get(topic);
      if (!seen || seen.count !== count) this.changed.set(topic, { count, at: seen ? now : NaN });
      this.topicRates.add(topic, count, now);
    }
    for (const [table, rows] of Object.entries(state.tables)) this.tableRates.add(table, rows, now);
    this.event = event;
    this.render();
  }

  /** Records per second over all topics. */
  total() {
    return Object.keys(this.event?.state.topics || {}).reduce((sum, topic) => sum + (this.topicRates.of(topic) || 0), 0);
  }

  streams() {
    const { connectors, state } = this.event;
    const rows = [];
    const topics = new Set(Object.keys(state.topics).filter((topic) => !topic.startsWith('dlq.')));
    connectors.forEach((c) => c.topics.forEach((topic) => topics.add(topic)));
    const order = connectors.filter((c) => c.type === 'source').flatMap((c) => c.topics);
    const at = (topic) => { const i = order.indexOf(topic); return i < 0 ? 999 : i; };
    for (const topic of [...topics].sort((a, b) => at(a) - at(b) || a.localeCompare(b))) {
      const source = connectors.find((c) => c.type === 'source' && c.topics.includes(topic));
      // A topic of a sink that nothing writes to, such as that of a channel that is off.
      if (!source && !(state.topics[topic] > 0)) continue;
      rows.push({
        topic,
        source,
        sink: connectors.find((c) => c.type === 'sink' && c.topics.includes(topic)),
        tables: (TABLES[topic] || []).filter((table) => table in state.tables),
      });
    }
    return rows;
  }

  render() {
    const body = $('flow-body');
    if (this.list.parentNode !== body) body.replaceChildren(this.causes, this.list);
    const rows = this.streams();
    put($('flow-sub'), `${int(rows.length)} streams, ${int(this.event.connectors.length)} connectors`);
    this.renderCauses();
    const byTopic = new Map(rows.map((row) => [row.topic, row]));
    let previous = null;
    keyed(this.list, rows.map((row) => row.topic), (topic) => this.createRow(topic), (node, topic) => {
      const row = byTopic.get(topic);
      this.updateRow(node, row, previous);
      previous = row;
    });
  }

  createRow(topic) {
    const parts = {};
    const node = (name, extra) => { parts[name] = { label: el('b'), note: el('i'), dot: el('span', { class: 'dot', 'aria-hidden': 'true' }) }; return el('div', { class: 'node ' + extra }, parts[name].dot, parts[name].label, parts[name].note); };
    const pipe = (name, extra) => { parts[name] = el('span'); const p = el('div', { class: 'pipe is-idle ' + extra }, el('u', { 'aria-hidden': 'true' }), parts[name]); p.base = 'pipe ' + extra; return p; };
    parts.age = el('span', { class: 'age end' });
    const row = el('li', { class: 'stream', 'data-topic': topic }, node('source', 'n-source'), pipe('p1', 'p1'), node('topic', 'n-topic'), pipe('p2', 'p2'), node('sink', 'n-sink'), pipe('p3', 'p3'), node('table', 'n-table'), parts.age);
    row.parts = parts;
    return row;
  }

  updateRow(row, { topic, source, sink, tables }, previous) {
    const { state, lags, now } = this.event;
    const p = row.parts;
    const fill = (part, label, note, kind, again) => {
      put(part.label, label); put(part.note, note); cls(part.dot, 'dot ' + kind);
      const node = part.dot.parentNode; const base = node.className.split(' ')[1];
      cls(node, `node ${base} ${kind === 'is-run' ? '' : kind} ${again && kind === 'is-run' ? 'again' : ''}`);
      if (node.title !== label) node.title = label;
    };
    const r = this.topicRates.of(topic); const changed = this.changed.get(topic);
    const quiet = changed ? (now - changed.at) / 1000 : NaN;
    const late = EXPECTED[topic] !== undefined && quiet > EXPECTED[topic];
    const sourceKind = source ? level(source.state) : '';
    const sinkKind = sink ? level(sink.state) : '';
    fill(p.source, source ? source.name : 'another source', '', sourceKind, previous && source && previous.source === source);
    fill(p.topic, topic, int(state.topics[topic] ?? NaN), late ? 'is-late' : 'is-run', false);
    const lag = lags.find((l) => l.topic === topic && (!sink || l.sink === sink.name));
    fill(p.sink, sink ? sink.name : 'no sink', lag && lag.records > 0 ? `lag ${int(lag.records)}` : '', sinkKind, previous && sink && previous.sink === sink);
    const rows = tables.reduce((sum, table) => sum + (state.tables[table] || 0), 0);
    fill(p.table, tables.length ? tables[0] + (tables.length > 1 ? ` +${tables.length - 1}` : '') : '–', tables.length ? int(rows) : '', sinkKind === 'is-stop' ? 'is-stop' : 'is-run', false);
    const tableRate = tables.length ? this.tableRates.of(tables[0]) : NaN;
    this.pipe(p.p1, r, sourceKind === 'is-stop' ? 'is-stop' : late ? 'is-late' : '');
    this.pipe(p.p2, r, sinkKind === 'is-stop' ? 'is-stop' : lag && lag.seconds > 30 ? 'is-late' : '');
    this.pipe(p.p3, tableRate, sinkKind === 'is-stop' ? 'is-stop' : '', true);
    put(p.age, Number.isFinite(quiet) ? ago(quiet) : changed && changed.count > 0 ? 'earlier' : 'none yet');
    p.age.classList.toggle('old', late);
  }

  pipe(label, r, kind, bare) {
    const node = label.parentNode;
    const idle = !(r > 0);
    cls(node, `${node.base} ${kind} ${idle ? 'is-idle' : ''}`);
    put(label, kind === 'is-stop' ? 'stopped' : bare ? '' : rate(r));
    const width = idle ? 1 : Math.min(9, 1.4 + Math.log10(1 + r) * 2.4).toFixed(1);
    const time = idle ? 4 : Math.max(0.9, 4 - Math.log10(1 + r)).toFixed(1);
    const wanted = `${width}|${time}`;
    if (node.dataset.look !== wanted) { node.dataset.look = wanted; node.style.setProperty('--w', width + 'px'); node.style.setProperty('--t', time + 's'); }
  }

  /** Every stopped part in words: what happened, since when, what to do. */
  renderCauses() {
    const { connectors, now } = this.event;
    const stopped = connectors.filter((c) => level(c.state) !== 'is-run');
    for (const name of this.since.keys()) if (!stopped.some((c) => c.name === name)) this.since.delete(name);
    stopped.forEach((c) => { if (!this.since.has(c.name)) this.since.set(c.name, now); });
    keyed(this.causes, stopped.map((c) => c.name), (name) => {
      const parts = { what: el('strong'), since: el('span'), why: el('p'), link: el('a', { target: '_blank', rel: 'noopener' }, 'What to do'), trace: el('pre') };
      parts.more = el('details', {}, el('summary', {}, 'Stack trace'), parts.trace);
      const box = el('div', { class: 'cause', 'data-connector': name }, parts.what, ' ', parts.since, ' · ', parts.link, parts.why, parts.more);
      box.parts = parts;
      return box;
    }, (box, name) => {
      const c = stopped.find((each) => each.name === name); const p = box.parts;
      cls(box, 'cause ' + level(c.state));
      put(p.what, `${name} is ${c.state}`);
      put(p.since, `for ${duration((now - this.since.get(name)) / 1000)}`);
      p.link.href = '/runbooks/' + runbook(c);
      put(p.why, c.cause); p.why.hidden = !c.cause;
      p.more.hidden = !c.trace; put(p.trace, c.trace);
    });
  }
}
