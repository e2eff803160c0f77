// Real faults on request, and what they cost: lost, doubled, time to recover.
import { $, clock, el, int, keyed, num, put } from './dom.js';

const PHASES = { BROKEN: ['is-stop', 'broken'], RECOVERING: ['is-late', 'recovering'], RECOVERED: ['is-run', 'recovered'], NOT_RECOVERED: ['is-stop', 'not recovered'] };

export class Harm {
  constructor(stream) { this.stream = stream; this.offered = []; }

  hello(hello) {
    this.offered = hello.harms;
    $('harm').hidden = !this.offered.length;
    keyed($('harms'), this.offered.map((h) => h.id), (id) => {
      const h = this.offered.find((each) => each.id === id);
      return el('button', { class: 'harm', type: 'button', 'data-harm': id, onclick: () => this.start(h) }, h.label, el('small', {}, h.effect));
    }, () => {});
  }

  state(event) {
    if (!this.offered.length) return;
    const d = event.delivery;
    const count = (node, value) => { put(node, value === null || value === undefined ? '–' : int(value)); node.classList.toggle('is-zero', value === 0); node.classList.toggle('is-bad', value > 0); };
    count($('v-lost'), d?.lost); count($('v-dup'), d?.duplicated); put($('v-wait'), d ? int(d.waiting) : '–');
    const busy = event.harms.some((r) => r.phase === 'BROKEN' || r.phase === 'RECOVERING');
    for (const button of $('harms').querySelectorAll('button')) button.disabled = busy;
    if (!event.harms.length) { $('runs').replaceChildren(el('li', { class: 'empty' }, 'Nothing broken yet.')); $('runs').kept = null; return; }
    keyed($('runs'), event.harms.map((r) => r.number), () => {
      const p = { label: el('strong'), dot: el('span', { class: 'dot', 'aria-hidden': 'true' }), phase: el('span'), text: el('p') };
      p.state = el('span', { class: 'state' }, p.dot, p.phase);
      const item = el('li', {}, p.state, p.label, p.text); item.parts = p;
      return item;
    }, (item, number) => {
      const r = event.harms.find((each) => each.number === number); const p = item.parts; const [kind, word] = PHASES[r.phase];
      put(p.label, `${clock(r.started_epoch_ms)}  ${r.label}`); p.dot.className = 'dot ' + kind; p.state.className = 'state ' + kind;
      put(p.phase, r.recovery_seconds === null ? word : `${word} in ${num(r.recovery_seconds, 1)} s`);
      put(p.text, r.happened + (r.recovery_seconds === null ? '' : ` Lost ${int(r.lost)}, doubled ${int(r.duplicated)}.`));
      item.dataset.phase = r.phase;
    });
  }

  async start(harm) {
    for (const button of $('harms').querySelectorAll('button')) button.disabled = true;
    const answer = await this.stream.post('/api/harms/' + harm.id);
    put($('harm-message'), !answer ? 'The server does not answer.' : answer.status === 409 ? 'Another fault has not recovered yet.' : '');
  }
}
