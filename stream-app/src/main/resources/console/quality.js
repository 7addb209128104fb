// How good a model's answers were, by cohorts of predictions, with how much of each is known.

import { pages } from './api.js';
import { lines } from './chart.js';
import { card, el, note, status } from './dom.js';
import { clock, count, figure, instant, millis, percent } from './format.js';
import { table } from './table.js';

const MOST = 500;
const SHOWN = 24;

/** The newest records about cohorts that a query means, each with its start in milliseconds. */
export async function cohorts(query) {
  const found = [];
  await pages('/v1/quality', { ...query, limit: MOST }, 'quality', (page) => {
    found.push(...page);
    return found.length < MOST;
  });
  return newest(found.map((each) => ({ ...each, start: millis(each.cohort_start),
    end: millis(each.cohort_end) })));
}

/** Of each cohort the record that was made last. Pure. */
export function newest(records) {
  const byCohort = new Map();
  for (const each of records) {
    const key = [each.model, each.model_version, each.label, each.exploration, each.start].join('|');
    if ((byCohort.get(key)?.revision ?? 0) < each.revision) {
      byCohort.set(key, each);
    }
  }
  return [...byCohort.values()];
}

/** The quality of a model's version, label by label. */
export function quality(records) {
  const byLabel = Map.groupBy(records, (each) =>
    `${each.label}${each.exploration ? ' (exploring)' : ''}`);
  if (byLabel.size === 0) {
    return card('Quality', note('No cohort is known yet: they come with the labels of a model.'));
  }
  return card('Quality', el('div', { class: 'columns' },
    [...byLabel].map(([label, list]) => ofLabel(label, list))));
}

function ofLabel(label, list) {
  const sorted = list.toSorted((a, b) => a.start - b.start).slice(-SHOWN);
  const line = (member) => sorted.map((each) => [each.start, each[member] ?? NaN]);
  return el('div', {}, el('h3', {}, label),
    lines(`Quality of ${label} by cohort`, {
      top: 1.05, height: 190, x: (ms) => clock(ms, false),
      lines: [
        { name: 'AUC', kind: 'psi', points: line('auc') },
        { name: 'AUC expected before labels', kind: 'debiased', points: line('estimated_auc') },
        { name: 'maturity', kind: 'critical', points: line('maturity') },
      ] }),
    table(`Cohorts of ${label}`, [
      { name: 'from', of: ({ start }) => instant(start) },
      { name: 'is', of: ({ mature }) => (mature ? status('mature', 'good')
        : status('not mature', 'warn')) },
      { name: 'settled', number: true, of: ({ maturity }) => percent(maturity) },
      { name: 'predictions', number: true, of: ({ predictions }) => count(predictions) },
      { name: 'positive', number: true, of: (each) => percent(each.positive_rate) },
      { name: 'AUC', number: true, of: ({ auc }) => figure(auc, 3) },
      { name: 'log loss', number: true, of: (each) => figure(each.log_loss, 3) },
      { name: 'Brier', number: true, of: ({ brier }) => figure(brier, 3) },
      { name: 'calibration error', number: true, of: (each) => figure(each.calibration_error, 3) },
    ], sorted.toReversed()),
    note('Figures of a cohort that is not mature are biased: positives come before negatives are '
      + 'known.'));
}
