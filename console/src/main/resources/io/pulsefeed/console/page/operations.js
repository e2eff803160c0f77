// Connectors with their actions, dead letters, facts.
import { $, duration, el, int, keyed, put } from './dom.js';
import { level, runbook } from './flow.js';

export class Operations {
  constructor(stream) { this.stream = stream; this.actions = false; }

  hello(hello) { this.actions = hello.actions; }

  state(event) {
    const { connectors, lags, dead_letters: dead, facts, problems } = event;
    const running = connectors.filter((c) => c.state === 'RUNNING').length;
    put($('ops-sub'), `${running} of ${connectors.length} connectors running${this.actions ? '' : ', actions are off (--allow-actions)'}`);
    keyed($('connectors'), connectors.map((c) => c.name), (name) => this.row(name), (row, name) => this.update(row, connectors.find((c) => c.name === name), lags));
    $('dead').replaceChildren(...(dead.length ? dead.map((d) => this.dead(d)) : [el('li', { class: 'empty' }, 'None. Records that a sink cannot write would be listed here with their reason.')]));
    $('facts').replaceChildren(...facts.flatMap((f) => [el('dt', {}, f.name), el('dd', {}, f.text)]));
    $('problems').replaceChildren(...problems.map((p) => el('li', {}, p)));
  }

  row(name) {
    const p = { dot: el('span', { class: 'dot', 'aria-hidden': 'true' }), state: el('span'), tasks: el('td', { class: 'num' }), lag: el('td', { class: 'num' }), behind: el('td', { class: 'num' }), acts: el('div', { class: 'acts' }) };
    p.box = el('span', { class: 'state' }, p.dot, p.state);
    p.toggle = el('button', { class: 'act', type: 'button', onclick: () => this.act(name, p.toggle.dataset.action) }, 'Pause');
    p.restart = el('button', { class: 'act', type: 'button', 'aria-label': 'Restart ' + name, onclick: () => this.act(name, 'restart') }, 'Restart');
    p.acts.append(p.toggle, p.restart);
    const row = el('tr', { 'data-connector': name }, el('th', { scope: 'row' }, name), el('td', {}, p.box), p.tasks, p.lag, p.behind, el('td', {}, p.acts));
    row.parts = p;
    return row;
  }

  update(row, c, lags) {
    const p = row.parts; const kind = level(c.state);
    p.box.className = 'state ' + kind; p.dot.className = 'dot ' + kind; put(p.state, c.state); put(p.tasks, int(c.tasks));
    const mine = lags.filter((l) => l.sink === c.name); const records = mine.reduce((sum, l) => sum + l.records, 0);
    const behind = Math.max(0, ...mine.map((l) => l.seconds ?? 0));
    put(p.lag, mine.length ? int(records) : ''); put(p.behind, mine.length ? duration(behind) : '');
    const paused = c.state === 'PAUSED' || c.state === 'STOPPED';
    p.toggle.dataset.action = paused ? 'resume' : 'pause'; put(p.toggle, paused ? 'Resume' : 'Pause');
    p.toggle.setAttribute('aria-label', `${paused ? 'Resume' : 'Pause'} ${c.name}`);
    p.acts.hidden = !this.actions;
    row.title = c.cause ? `${c.cause} (${runbook(c)})` : '';
  }

  dead(d) {
    const item = el('li', {}, el('strong', {}, `${int(d.count)} in ${d.topic}`));
    if (d.count > 0) {
      item.append(el('p', {}, d.reason || 'The reason is in the headers of the records.'), el('p', {}, 'After the fix: ', this.actions ? el('button', { class: 'act', type: 'button', 'aria-label': 'Send the dead letters of ' + d.sink + ' again', onclick: () => this.act(d.sink, 'redrive') }, 'Send again') : el('code', {}, `pulsefeed redrive --connector ${d.sink}`), ' ', el('a', { href: '/runbooks/ConnectDeadLetters', target: '_blank', rel: 'noopener' }, 'What to do')));
    }
    return item;
  }

  async act(name, action) {
    put($('ops-message'), `${action} ${name} ...`);
    const answer = await this.stream.post(`/api/connectors/${encodeURIComponent(name)}/${action}`);
    put($('ops-message'), `${name}: ${answer ? await answer.text() : 'the server does not answer.'}`);
  }
}
