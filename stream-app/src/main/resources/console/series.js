// A series of drift over time: PSI, what chance takes from it, and from where on it counts.

import { lines } from './chart.js';
import { el, svg, status } from './dom.js';
import { words } from './format.js';

/** The statuses of an evaluation, the worst first and those without a figure last, with the class of their colour. */
export const STATUSES = {
  SIGNIFICANT: 'bad',
  MODERATE: 'warn',
  INVALID: 'bad',
  STABLE: 'good',
  INSUFFICIENT: 'idle',
  NO_BASELINE: 'idle',
};

const ORDER = Object.keys(STATUSES);

/** How bad a status is: 0 is the worst. */
export function rank(code) {
  const at = ORDER.indexOf(code);
  return at < 0 ? ORDER.length : at;
}

/** A status in words. */
export function verdict(code) {
  return status(words(code), STATUSES[code] ?? 'idle');
}

/** What tells a series from others. */
export function keyOf(point) {
  return [point.model, point.model_version, point.surface, point.feature, point.segment,
    point.window, point.source].map((part) => part ?? '').join('|');
}

/**
 * PSI over time, the oldest on the left.
 *
 * @param points of one series, in any order
 * @param effect from where on a shift is moderate, and significant
 */
export function overTime(name, points, { warn, alert }) {
  const sorted = points.toSorted((a, b) => a.at - b.at);
  const line = (member) => sorted.map((point) => [point.at, point[member] ?? NaN]);
  const most = Math.max(alert * 1.15,
    ...sorted.flatMap((point) => [point.psi ?? 0, Math.min(point.critical_value ?? 0, alert * 2)]))
    * 1.08;
  return el('div', {},
    lines(`PSI of ${name}`, {
      height: 240,
      top: most,
      bands: [
        { from: warn, to: alert, kind: 'moderate' },
        { from: alert, to: Infinity, kind: 'significant' },
      ],
      lines: [
        { name: 'PSI', kind: 'psi', points: line('psi') },
        { name: 'PSI less chance (de-biased)', kind: 'debiased', points: line('psi_debiased') },
        { name: 'critical value', kind: 'critical', points: line('critical_value') },
      ],
      marks: (across, y) => marks(sorted, across, y),
    }),
    el('p', { class: 'note' }, `Shaded from ${warn} (moderate) and from ${alert} (significant) on, `
      + 'which the de-biased PSI has to reach with the PSI above the critical value. '
      + 'Below the line each evaluation: ▲ significant, △ moderate, · stable, ? too few values.'));
}

const MARKS = { SIGNIFICANT: '▲', MODERATE: '△', STABLE: '·', INSUFFICIENT: '?', NO_BASELINE: '?' };

function marks(sorted, across, y) {
  let last = -Infinity;
  return sorted.map((point) => {
    const x = across(point.at);
    if (x - last < 9) {
      return null;
    }
    last = x;
    return svg('text', { x, y: y + 10, 'text-anchor': 'middle',
      class: `mark ${STATUSES[point.status] ?? 'idle'}` }, MARKS[point.status] ?? '!');
  });
}
