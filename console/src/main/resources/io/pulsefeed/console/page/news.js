// Articles with source, time and its origin, coins and sentiment.
import { $, ago, day, el, int, num, put, safeUrl, visibility } from './dom.js';

const SHOWN = 60;
const KEPT = 200;
const DATES = { json_ld: 'page metadata', meta: 'page metadata', feed: 'feed', sitemap: 'sitemap', visible: 'text of the page', url: 'address', time_element: 'time element', fetch: 'time of fetching' };

export class News {
  constructor(stream) {
    this.stream = stream;
    this.articles = [];
    this.visible = visibility($('news'));
    this.dirty = false;
  }

  live(frame) {
    if (frame.snapshot) this.articles = [];
    if (!frame.articles) return;
    const urls = new Set(frame.articles.map((a) => a.url));
    this.articles = this.articles.filter((a) => !urls.has(a.url)).concat(frame.articles)
      .sort((a, b) => b.published - a.published).slice(0, KEPT);
    this.dirty = true;
  }

  render(now) {
    if (!this.visible.seen || !this.articles.length) return;
    const newest = Math.max(...this.articles.map((a) => a.published));
    put($('news-sub'), `${int(this.articles.length)} articles, newest ${ago((now - newest) / 1000)}`);
    if (!this.dirty) return;
    this.dirty = false;
    $('articles').replaceChildren(...this.articles.slice(0, SHOWN).map((a) => this.item(a)));
  }

  item(a) {
    const href = safeUrl(a.url);
    const coins = (Array.isArray(a.coins) ? a.coins : []).filter((c) => c === c.toUpperCase()).slice(0, 5);
    const time = el('time', { datetime: new Date(a.published).toISOString(), title: new Date(a.published).toLocaleString() }, day(a.published));
    const row = el('li', { 'data-url': a.url },
      el('div', { class: 'by' }, time, el('span', {}, a.site), a.date_source ? el('span', { title: 'Where the time comes from' }, 'date: ' + (DATES[a.date_source] || a.date_source)) : null, a.language && a.language !== 'en' ? el('span', {}, a.language) : null),
      href ? el('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, a.title) : el('span', {}, a.title),
      el('div', { class: 'coins' }, ...coins.map((c) => el('span', { class: 'coin' }, c)), this.sentiment(a)));
    return row;
  }

  sentiment(a) {
    if (a.score === null || a.score === undefined) return el('span', { class: 'sentiment' }, 'not scored');
    const bar = el('i', { 'aria-hidden': 'true' });
    const share = (a.score - 0.5) * 100;
    bar.style.setProperty('--l', (share < 0 ? 50 + share : 50) + '%');
    bar.style.setProperty('--s', Math.abs(share) + '%');
    bar.style.setProperty('--c', share < 0 ? 'var(--down)' : 'var(--up)');
    return el('span', { class: 'sentiment' }, `${a.label} ${num(a.score, 2)}`, bar);
  }
}
