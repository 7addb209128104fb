// Time from left to right: the tiles a value is merged from, and what happened to a request.

import { drawing, label, responsive } from './chart.js';
import { svg } from './dom.js';
import { clock, figure } from './format.js';

const ROW = 40;

function scale(width, left, from, until) {
  return (ms) => left + ((Math.min(Math.max(ms, from), until) - from) / Math.max(1, until - from))
    * (width - left - 12);
}

/**
 * The tiles of a windowed value, in its window; those that leave next stand first.
 *
 * @param feature as an explanation has it
 */
export function tiles(feature) {
  const { start, end, hop_ms: hop } = feature.window;
  const list = feature.tiles ?? [];
  return responsive((width) => {
    const x = scale(width, 6, start, end);
    const parts = list.map((tile) => {
      const left = x(tile.start);
      const size = Math.max(3, x(tile.start + Math.max(tile.length_ms, hop ?? 0)) - left);
      return svg('g', {},
        svg('title', {}, `${clock(tile.start)}: ${JSON.stringify(tile.value)}, leaves ${
          tile.leaves_at ? clock(tile.leaves_at) : 'with no time'}`),
        svg('rect', { x: left, y: 18, width: size, height: 22, rx: 3, class: 'part main' }),
        size > 26 ? label(left + size / 2, 33, short(tile.value),
          { 'text-anchor': 'middle', class: 'inside' }) : null);
    });
    const words = `${feature.name} is merged from ${list.length} tiles between ${clock(start)} and ${
      clock(end)}: ${list.map((t) => `${clock(t.start)} ${JSON.stringify(t.value)}`).join(', ')}`;
    return drawing(width, 60, words,
      svg('rect', { x: 6, y: 16, width: width - 18, height: 26, rx: 4, class: 'rail' }), parts,
      label(6, 56, clock(start)), label(width - 12, 56, `now ${clock(end)}`,
        { 'text-anchor': 'end' }));
  });
}

function short(value) {
  const words = typeof value === 'number' ? figure(value, 3) : JSON.stringify(value);
  return words.length > 8 ? `${words.slice(0, 7)}…` : words;
}

/**
 * A request: its prediction, the window of each label with its grace, and the outcomes.
 *
 * @param request as an explanation has it, while it is open
 */
export function request(asked, nowMs) {
  const { prediction, labels = [], outcomes = [] } = asked;
  const times = [prediction.time, nowMs, ...labels.map((each) => each.closes_at),
    ...outcomes.map((each) => each.time)];
  const from = Math.min(...times, ...labels.map((each) => each.counts_from));
  const until = Math.max(...times);
  const height = labels.length * ROW + 66;
  return responsive((width) => {
    const left = Math.min(110, width * 0.26);
    const x = scale(width, left, from, until);
    const rows = labels.map((each, at) => {
      const y = at * ROW + 24;
      const bar = (a, b, kind) => svg('rect', { x: x(a), y, rx: 3, height: 20,
        width: Math.max(1, x(b) - x(a)), class: kind });
      return svg('g', {}, label(left - 8, y + 15, each.name, { 'text-anchor': 'end' }),
        bar(each.counts_from, each.counts_until, 'part main'),
        bar(each.counts_until, each.closes_at, 'grace'));
    });
    const line = (ms, words, kind, y) => svg('g', { class: `moment ${kind}` },
      svg('line', { x1: x(ms), x2: x(ms), y1: 18, y2: height - 30 }),
      label(x(ms), y, words, { 'text-anchor': x(ms) > width * 0.7 ? 'end'
        : x(ms) < left + 40 ? 'start' : 'middle' }));
    const said = outcomes.map((each) => `${each.outcome} at ${clock(each.time)}`).join(', ');
    return drawing(width, height,
      `Predicted at ${clock(prediction.time)}; outcomes: ${said || 'none yet'}`, rows,
      line(prediction.time, 'predicted', 'start', 12),
      line(nowMs, 'now', 'now', height - 18),
      outcomes.map((each, at) => line(each.time, each.outcome, 'outcome',
        height - (at % 2 === 0 ? 4 : 18))));
  });
}
