// Charts on uPlot, with the colors of the theme.
import { css } from './dom.js';

const uPlot = () => window.uPlot;
const all = new Set();

export function themeChanged() { all.forEach((chart) => chart.rebuild()); }

const reduced = matchMedia('(prefers-reduced-motion: reduce)');
export const prefersStill = () => reduced.matches;

/** A chart that fits its element and is rebuilt when the theme changes. */
export class Chart {
  constructor(node, options, data) {
    this.node = node;
    this.options = options;
    this.data = data;
    this.plot = null;
    all.add(this);
    this.rebuild();
    new ResizeObserver(() => this.fit()).observe(node);
  }

  size() { return { width: Math.max(80, this.node.clientWidth), height: Math.max(60, this.node.clientHeight) }; }

  rebuild() {
    if (this.plot) this.plot.destroy();
    this.plot = new (uPlot())({ ...this.size(), ...this.options() }, this.data, this.node);
  }

  fit() {
    const size = this.size();
    if (this.plot && (size.width !== this.plot.width || size.height !== this.plot.height)) this.plot.setSize(size);
  }

  set(data) { this.data = data; this.plot.setData(data); }
}

export function axis(extra = {}) {
  return { stroke: css('--muted'), font: `11px ${css('font-family') || 'system-ui'}`, grid: { stroke: css('--line'), width: 1 }, ticks: { show: false }, gap: 4, ...extra };
}

export const timeValues = (seconds) => (u, splits) => splits.map((s) => {
  const d = new Date(s * 1000); const t = (n) => String(n).padStart(2, '0');
  return seconds ? `${t(d.getHours())}:${t(d.getMinutes())}:${t(d.getSeconds())}` : `${t(d.getHours())}:${t(d.getMinutes())}`;
});

function hatch(ctx, color) {
  const tile = document.createElement('canvas'); tile.width = tile.height = 6;
  const t = tile.getContext('2d'); t.strokeStyle = color; t.lineWidth = 1.2; t.beginPath(); t.moveTo(0, 6); t.lineTo(6, 0); t.stroke();
  return ctx.createPattern(tile, 'repeat');
}

/** Candles: hollow when the price rose, filled when it fell; hatched where trades were fetched after a gap. */
export function drawCandles(rows, alerts, lastX) {
  return (u) => {
    const ctx = u.ctx; const up = css('--up'); const down = css('--down');
    const px = devicePixelRatio || 1;
    const slot = Math.abs(u.valToPos(60, 'x', true) - u.valToPos(0, 'x', true));
    const width = Math.max(2, Math.min(16 * px, slot * 0.64));
    ctx.save();
    ctx.beginPath(); ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height); ctx.clip();
    const bottom = u.bbox.top + u.bbox.height;
    let previous = null;
    for (const [minute, open, high, low, close, volume, filled] of rows()) {
      const t = minute / 1000 + 30;
      if (previous !== null && minute - previous > 60000) {
        const from = u.valToPos(previous / 1000 + 60, 'x', true); const to = u.valToPos(minute / 1000, 'x', true);
        ctx.fillStyle = hatch(ctx, css('--line')); ctx.fillRect(from, u.bbox.top, to - from, u.bbox.height);
      }
      previous = minute;
      const x = u.valToPos(t, 'x', true);
      if (x < u.bbox.left - width || x > u.bbox.left + u.bbox.width + width) continue;
      const rising = close >= open; const color = rising ? up : down;
      const yo = u.valToPos(open, 'y', true); const yc = u.valToPos(close, 'y', true);
      const top = Math.min(yo, yc); const height = Math.max(px, Math.abs(yo - yc));
      const v = u.valToPos(volume, 'v', true);
      ctx.globalAlpha = 0.28; ctx.fillStyle = color; ctx.fillRect(x - width / 2, v, width, bottom - v); ctx.globalAlpha = 1;
      if (filled > 0) { ctx.fillStyle = hatch(ctx, css('--muted')); ctx.fillRect(x - slot / 2, u.bbox.top, slot, u.bbox.height); }
      ctx.strokeStyle = color; ctx.lineWidth = Math.max(1, px);
      ctx.beginPath(); ctx.moveTo(x, u.valToPos(high, 'y', true)); ctx.lineTo(x, top); ctx.moveTo(x, top + height); ctx.lineTo(x, u.valToPos(low, 'y', true)); ctx.stroke();
      ctx.fillStyle = rising ? css('--panel') : color; ctx.fillRect(x - width / 2, top, width, height); ctx.strokeRect(x - width / 2, top, width, height);
    }
    ctx.fillStyle = css('--alert');
    for (const alert of alerts()) {
      const x = u.valToPos(alert[5] / 1000, 'x', true); const y = u.valToPos(alert[2], 'y', true); const s = 5 * px; const d = alert[1] === 'price_drop' ? 1 : -1;
      ctx.beginPath(); ctx.moveTo(x, y + d * 3 * px); ctx.lineTo(x - s, y + d * (3 * px + 1.7 * s)); ctx.lineTo(x + s, y + d * (3 * px + 1.7 * s)); ctx.fill();
    }
    const last = lastX();
    if (Number.isFinite(last)) {
      const y = Math.round(u.valToPos(last, 'y', true)) + 0.5;
      ctx.strokeStyle = css('--muted'); ctx.setLineDash([3 * px, 4 * px]); ctx.lineWidth = 1; ctx.beginPath(); ctx.moveTo(u.bbox.left, y); ctx.lineTo(u.bbox.left + u.bbox.width, y); ctx.stroke();
    }
    ctx.restore();
  };
}
