// Two histograms over the same bins: what a model saw when all was well, and what it sees.

import { drawing, label, responsive, cut } from './chart.js';
import { el, svg } from './dom.js';
import { count, figure, percent } from './format.js';
import { table } from './table.js';

/** A bin has moved where its part of the PSI is at least this much of the whole. */
const MOVED = 0.1;

/** Where a bin without a side has no height, its place is still seen. */
const LEAST = 1;

/**
 * Bins with the shares of both sides, and whether each has moved, which none has where chance
 * explains the whole. Those that hold nothing on either side are left out. Pure.
 */
export function shares(bins, isBeyondChance = true) {
  const whole = (side) => bins.reduce((sum, bin) => sum + bin[side], 0) || 1;
  const [before, now] = [whole('baseline_count'), whole('current_count')];
  const psi = bins.reduce((sum, { contribution }) => sum + contribution, 0);
  return bins
    .filter((bin) => bin.baseline_count > 0 || bin.current_count > 0)
    .map((bin) => ({
      ...bin,
      before: bin.baseline_count / before,
      now: bin.current_count / now,
      part: psi > 0 ? bin.contribution / psi : 0,
      moved: isBeyondChance && psi > 0 && bin.contribution / psi >= MOVED,
    }));
}

/** The name of a bin, short enough to stand below it: `(18.25, 24.9]` without needless digits. */
export function shortName(name) {
  return name.replace(/-?\d+\.\d+(?:[eE]-?\d+)?/g, (number) => figure(Number(number), 3));
}

/** Both histograms with the bins that moved marked, and a table that says the same. */
export function histograms(name, bins, isBeyondChance) {
  const rows = shares(bins, isBeyondChance);
  if (rows.length === 0) {
    return el('p', { class: 'note' }, 'There is no baseline to compare with.');
  }
  const picture = responsive((width) => draw(name, rows, width));
  return el('figure', {}, picture,
    el('figcaption', {}, el('ul', { class: 'legend' },
      el('li', {}, el('span', { class: 'swatch before', 'aria-hidden': 'true' }), 'baseline'),
      el('li', {}, el('span', { class: 'swatch now', 'aria-hidden': 'true' }), 'now'),
      el('li', {}, el('span', { class: 'swatch moved', 'aria-hidden': 'true' }),
        isBeyondChance ? 'now, in a bin that moved: at least a tenth of the PSI comes from it'
          : 'no bin has moved: the PSI is within chance'))),
    el('details', { 'data-key': 'bins' }, el('summary', {}, 'The same as a table'),
      table(`Bins of ${name}`, [
        { name: 'bin', of: (bin) => el('code', {}, bin.bin) },
        { name: 'baseline', number: true, of: (bin) => percent(bin.before) },
        { name: 'now', number: true, of: (bin) => percent(bin.now) },
        { name: 'values now', number: true, of: (bin) => count(bin.current_count) },
        { name: 'part of PSI', number: true, of: (bin) => percent(bin.part) },
        { name: '', of: (bin) => (bin.moved ? 'moved' : '') },
      ], rows)));
}

function draw(name, rows, width) {
  const height = 230;
  const [left, bottom, top] = [44, 58, 22];
  const most = Math.max(...rows.map((bin) => Math.max(bin.before, bin.now))) * 1.05;
  const step = (width - left) / rows.length;
  const up = (share) => (share / most) * (height - bottom - top);
  const every = Math.max(1, Math.ceil(58 / step));
  const moved = rows.filter((bin) => bin.moved).map((bin) => bin.bin);
  const words = `${name}: shares of ${rows.length} bins; `
    + (moved.length === 0 ? 'none moved' : `moved: ${moved.join(', ')}`);
  return drawing(width, height, words,
    [0, 0.5, 1].map((part) => {
      const y = height - bottom - up(most * part);
      return svg('g', {}, svg('line', { x1: left, x2: width, y1: y, y2: y, class: 'grid' }),
        label(left - 6, y + 4, percent(most * part), { 'text-anchor': 'end' }));
    }),
    rows.map((bin, at) => {
      const x = left + at * step + step * 0.12;
      const half = step * 0.37;
      const base = height - bottom;
      const [before, now] = [Math.max(LEAST, up(bin.before)), Math.max(LEAST, up(bin.now))];
      return svg('g', {},
        svg('title', {}, `${bin.bin}: baseline ${percent(bin.before)}, now ${percent(bin.now)}`),
        svg('rect', { x, y: base - before, width: half, height: before, class: 'before' }),
        svg('rect', { x: x + half, y: base - now, width: half, height: now,
          class: bin.moved ? 'moved' : 'now' }),
        bin.moved ? label(x + half, base - Math.max(before, now) - 6, bin.now > bin.before ? '▲' : '▼',
          { 'text-anchor': 'middle', class: 'mark' }) : null,
        at % every === 0 ? label(left + (at + 0.5) * step, base + 16 + (at / every % 2) * 17,
          cut(shortName(bin.bin), 17), { 'text-anchor': 'middle' }) : null);
    }));
}
