// Elements and formats. Text from outside is only ever set as text.

export const $ = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Sets text only if it changed, so that nothing is laid out unnecessarily. The last value is kept with the node, where it is faster to read. */
export function put(node, text) {
  const value = String(text);
  if (node.shownText !== value) { node.shownText = value; node.textContent = value; }
}

export function cls(node, name) {
  if (node.shownClass !== name) { node.shownClass = name; node.className = name; }
}

export function set(node, name, text) {
  const value = String(text); const known = node.shownSet || (node.shownSet = {});
  if (known[name] !== value) { known[name] = value; node.setAttribute(name, value); }
}

/** Reuses one element per key, in the order of the keys. */
export function keyed(parent, keys, create, update) {
  const known = parent.kept || (parent.kept = new Map());
  if (known.size === 0 && keys.length > 0) parent.replaceChildren();
  for (const [key, node] of known) {
    if (!keys.includes(key)) { node.remove(); known.delete(key); }
  }
  let previous = null;
  for (const key of keys) {
    let node = known.get(key);
    if (!node) { node = create(key); known.set(key, node); }
    if (previous ? previous.nextSibling !== node : parent.firstChild !== node) {
      parent.insertBefore(node, previous ? previous.nextSibling : parent.firstChild);
    }
    update(node, key);
    previous = node;
  }
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
export const int = (n) => (Number.isFinite(n) ? whole.format(n) : '–');

const byDigits = new Map();
export function num(n, digits) {
  if (n === null || n === undefined || !Number.isFinite(n)) return '–';
  if (!byDigits.has(digits)) byDigits.set(digits, new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  return byDigits.get(digits).format(n);
}

export const priceDigits = (p) => { const a = Math.abs(p); return a >= 10000 ? 1 : a >= 100 ? 2 : a >= 1 ? 4 : a >= 0.01 ? 6 : 8; };
export const price = (p) => (Number.isFinite(p) ? num(p, priceDigits(p)) : '–');
export const rate = (r) => (!Number.isFinite(r) ? '–' : r >= 10 ? int(r) + '/s' : r >= 1 ? num(r, 1) + '/s' : r > 0.0166 ? num(r * 60, 0) + '/m' : r > 0 ? num(r * 3600, 0) + '/h' : '0');
export const percent = (p, digits = 2) => (Number.isFinite(p) ? (p > 0 ? '+' : p < 0 ? '−' : '') + num(Math.abs(p), digits) + ' %' : '');

export function duration(seconds) {
  if (!Number.isFinite(seconds)) return '–';
  const s = Math.max(0, seconds);
  if (s < 90) return `${Math.round(s)} s`;
  if (s < 5400) return `${Math.round(s / 60)} min`;
  if (s < 129600) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86400)} d`;
}
export const ago = (seconds) => (!Number.isFinite(seconds) ? '–' : seconds < 1.5 ? 'now' : duration(seconds) + ' ago');

const two = (n) => String(n).padStart(2, '0');
export function clock(ms) {
  const d = new Date(ms);
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}
export function day(ms) {
  const d = new Date(ms);
  return new Date().toDateString() === d.toDateString() ? `${two(d.getHours())}:${two(d.getMinutes())}` : `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** http and https only: the address of an article is hostile input. */
export function safeUrl(text) {
  try { const url = new URL(text); return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null; } catch { return null; }
}

/** A list that keeps its newest elements. */
export class Ring {
  constructor(size) { this.size = size; this.items = []; }
  push(item) { this.items.push(item); if (this.items.length > this.size * 1.25) this.items.splice(0, this.items.length - this.size); }
  clear() { this.items.length = 0; }
  get last() { return this.items[this.items.length - 1]; }
}

/** Tells whether an element is on the screen. */
export function visibility(node) {
  const state = { seen: true };
  new IntersectionObserver((entries) => { state.seen = entries[entries.length - 1].isIntersecting; }, { rootMargin: '80px' }).observe(node);
  return state;
}
