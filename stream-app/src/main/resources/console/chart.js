// Pictures: stacked bars, lines over time, histograms and graphs, as drawings that fit their place.
// Each has a name for who does not see it, and stands beside a table or words that say the same.

import { el, svg } from './dom.js';
import { clock, count, figure, isNumber, percent } from './format.js';

const DOTS = 24;

/** A drawing that is made anew whenever its place gets another width. */
export function responsive(draw) {
  const place = el('div', { class: 'plot' });
  let width = 0;
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now > 0 && now !== width) {
      width = now;
      place.replaceChildren(draw(width));
    }
  }).observe(place);
  return place;
}

/** The frame of a drawing. */
export function drawing(width, height, name, ...parts) {
  return svg('svg', {
    width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': name }, ...parts);
}

export function label(x, y, words, attributes = {}) {
  return svg('text', { x, y, ...attributes }, words);
}

/**
 * Parts of a whole as one bar, with their counts as a list below.
 *
 * @param parts `name`, `value` and `kind` of each, in order
 */
export function stackedBar(name, parts) {
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  const shown = parts.filter(({ value }) => value > 0);
  const bar = responsive((width) => {
    let at = 0;
    return drawing(width, 22, `${name}: ${shown.map(inWords).join(', ')}`, shown.map((part) => {
      const size = Math.max(2, (part.value / whole) * (width - 2 * shown.length));
      const piece = svg('rect', {
        x: at, y: 0, width: size, height: 22, rx: 3, class: `part ${part.kind}` });
      at += size + 2;
      return piece;
    }));
  });
  return el('div', { class: 'stack' }, bar, el('ul', { class: 'legend' }, parts.map((part) =>
    el('li', { class: part.value > 0 ? null : 'none' },
      el('span', { class: `swatch ${part.kind}`, 'aria-hidden': 'true' }),
      `${part.name} `, el('b', { 'data-figure': part.id ?? null }, count(part.value)),
      part.value > 0 && whole > 0 ? ` ${percent(part.value / whole)}` : null))));
}

function inWords({ name, value }) {
  return `${name} ${count(value)}`;
}

/** Bars from the left, one below the other: a funnel, or anything else by its names. */
export function bars(name, rows, { format = count } = {}) {
  const most = Math.max(1e-12, ...rows.map(({ value }) => value));
  return responsive((width) => {
    const left = Math.min(130, width * 0.34);
    const right = 76;
    const parts = rows.map(({ name: row, value, kind = 'main' }, at) => {
      const y = at * 28;
      const size = Math.max(value > 0 ? 2 : 0, (value / most) * (width - left - right));
      return svg('g', {},
        label(left - 8, y + 17, row, { 'text-anchor': 'end' }),
        svg('rect', { x: left, y: y + 3, width: width - left - right, height: 20, rx: 3,
          class: 'rail' }),
        svg('rect', { x: left, y: y + 3, width: size, height: 20, rx: 3, class: `part ${kind}` }),
        label(width - right + 8, y + 17, format(value), { class: 'strong' }));
    });
    const words = rows.map(({ name: row, value }) => `${row} ${format(value)}`).join(', ');
    return drawing(width, rows.length * 28, `${name}: ${words}`, parts);
  });
}

/**
 * Lines over time or any other scale.
 *
 * @param lines `name`, `kind` and `points` of pairs; a point without a figure breaks its line
 * @param bands `from`, `to` and `kind`, behind the lines; `to` may be infinite
 */
export function lines(name, { lines: drawn, bands = [], height = 200, top, x = clock, xOf, marks }) {
  const points = drawn.flatMap((line) => line.points).filter(([, y]) => isNumber(y));
  if (points.length === 0) {
    return el('p', { class: 'note' }, 'Nothing to draw yet.');
  }
  const [first, last] = xOf ?? extent(points.map(([at]) => at));
  const most = top ?? Math.max(1e-9, ...points.map(([, y]) => y)) * 1.12;
  return el('figure', {}, responsive((width) => {
    const frame = { left: 46, right: 10, top: 8, bottom: marks ? 40 : 24, width, height };
    const across = (at) => frame.left
      + ((at - first) / Math.max(1, last - first)) * (width - frame.left - frame.right);
    const up = (value) => height - frame.bottom
      - (Math.min(value, most) / most) * (height - frame.top - frame.bottom);
    return drawing(width, height, describe(name, drawn),
      bands.filter(({ from }) => from < most).map((band) => bandOf(band, most, frame, up)),
      grid(most, frame, up), ticks(first, last, frame, across, x),
      drawn.map((line) => [path(line, across, up), dots(line, across, up)]),
      marks ? marks(across, height - 14) : null);
  }), el('figcaption', {}, el('ul', { class: 'legend' }, drawn.map(({ name: line, kind }) =>
    el('li', {}, el('span', { class: `swatch line ${kind}`, 'aria-hidden': 'true' }), line)))));
}

function describe(name, drawn) {
  return `${name}: ${drawn.map(({ name: line, points }) => {
    const last = points.filter(([, y]) => isNumber(y)).at(-1);
    return `${line} ${last ? figure(last[1]) : 'absent'}`;
  }).join(', ')}`;
}

function extent(values) {
  return [Math.min(...values), Math.max(...values)];
}

function bandOf({ from, to, kind }, most, frame, up) {
  const high = up(Math.min(to, most));
  return svg('rect', { x: frame.left, y: high, width: frame.width - frame.left - frame.right,
    height: up(from) - high, class: `band ${kind}` });
}

function grid(most, frame, up) {
  const step = round(most / 4);
  const parts = [];
  for (let value = 0; value <= most; value += step) {
    const y = up(value);
    parts.push(svg('line', { x1: frame.left, x2: frame.width - frame.right, y1: y, y2: y,
      class: 'grid' }), label(frame.left - 6, y + 4, figure(value, 3), { 'text-anchor': 'end' }));
  }
  return parts;
}

function round(step) {
  const size = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((times) => times * size).find((each) => each >= step);
}

function ticks(first, last, frame, across, x) {
  const many = last > first ? Math.max(2, Math.floor(frame.width / 130)) : 1;
  return Array.from({ length: many }, (unused, at) => {
    const value = first + ((last - first) * at) / Math.max(1, many - 1);
    const anchor = at === 0 ? 'start' : at === many - 1 ? 'end' : 'middle';
    return label(across(value), frame.height - frame.bottom + 16, x(value),
      { 'text-anchor': anchor });
  });
}

function path({ points, kind, steps = false }, across, up) {
  let text = '';
  let before = null;
  for (const [at, value] of points) {
    if (!isNumber(value)) {
      before = null;
    } else if (before === null) {
      text += `M${across(at)} ${up(value)}h0.1`;
      before = value;
    } else {
      text += steps ? `H${across(at)}V${up(value)}` : `L${across(at)} ${up(value)}`;
      before = value;
    }
  }
  return svg('path', { d: text, class: `line ${kind}` });
}

/** Where there are few points they are seen as such, and one alone is seen at all. */
function dots({ points, kind }, across, up) {
  const shown = points.filter(([, y]) => isNumber(y));
  return shown.length > DOTS ? null : shown.map(([at, value]) =>
    svg('circle', { cx: across(at), cy: up(value), r: 3, class: `dot ${kind}` }));
}

/** Columns over named places: a distribution. */
export function columns(name, rows, { height = 160 } = {}) {
  const most = Math.max(1e-12, ...rows.map(({ value }) => value));
  return responsive((width) => {
    const step = width / Math.max(1, rows.length);
    const every = Math.ceil(64 / step);
    const parts = rows.map(({ name: row, value, kind = 'main' }, at) => {
      const size = (value / most) * (height - 44);
      return svg('g', {},
        svg('rect', { x: at * step + 2, y: height - 24 - size, width: Math.max(1, step - 4),
          height: size, rx: 2, class: `part ${kind}` }),
        value > 0 && step > 38 ? label(at * step + step / 2, height - 30 - size, count(value),
          { 'text-anchor': 'middle', class: 'strong' }) : null,
        at % every === 0 ? label(at * step + step / 2, height - 7, row,
          { 'text-anchor': 'middle' }) : null);
    });
    const words = rows.filter(({ value }) => value > 0)
      .map(({ name: row, value }) => `${row} ${count(value)}`).join(', ');
    return drawing(width, height, `${name}: ${words}`, parts);
  });
}

/**
 * A graph in columns from left to right: what feeds what.
 *
 * @param layers lists of nodes with `id`, `name` and `detail`
 * @param edges pairs of ids
 */
export function lineage(name, layers, edges) {
  const tall = Math.max(...layers.map((layer) => layer.length));
  const row = 58;
  return responsive((width) => {
    const gap = Math.max(16, Math.min(70, width / 14));
    const size = (width - gap * (layers.length - 1)) / layers.length;
    const places = new Map(layers.flatMap((layer, at) => layer.map(({ id }, index) =>
      [id, { x: at * (size + gap), y: ((tall - layer.length) / 2 + index) * row }])));
    return drawing(width, tall * row, name,
      edges.filter(([a, b]) => places.has(a) && places.has(b)).map(([a, b]) => {
        const from = places.get(a);
        const to = places.get(b);
        const [x1, y1, x2, y2] = [from.x + size, from.y + 22, to.x, to.y + 22];
        const middle = (x1 + x2) / 2;
        return svg('path', { class: 'edge',
          d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` });
      }),
      layers.flat().map((node) => box(node, places.get(node.id), size)));
  });
}

function box({ name, detail, kind = '' }, { x, y }, size) {
  const most = Math.max(4, Math.floor((size - 16) / 7));
  return svg('g', { class: `node ${kind}` },
    svg('title', {}, `${name} ${detail ?? ''}`),
    svg('rect', { x: x + 0.5, y: y + 0.5, width: size - 1, height: 44, rx: 6 }),
    label(x + 10, y + 19, cut(name, most), { class: 'strong' }),
    label(x + 10, y + 35, cut(detail ?? '', most + 1)));
}

export function cut(words, most) {
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}
