// Whether models still see what they were trained on: every series with its verdict, and of one the
// two histograms, PSI over time, and how good the answers were meanwhile.

import * as api from './api.js';
import { histograms } from './bins.js';
import { card, el, facts, note, replace, say } from './dom.js';
import { count, figure, instant, millis, percent, words } from './format.js';
import { cohorts, quality } from './quality.js';
import { keyOf, overTime, rank, verdict } from './series.js';
import { pagedTable } from './table.js';

export const drift = { id: 'drift', title: 'Drift and quality', open };

const PAGE = 1_000;
const HISTORY = 500;

/** Where there are more series than a page has, they are asked for no more often than this. */
const PAUSE_MS = 60_000;
const SERIES = ['model', 'model_version', 'surface', 'feature', 'segment', 'window', 'source'];

function open(body) {
  let picked = '';
  let seen = null;
  let loading = false;
  let known = [];
  let askedAt = -Infinity;
  const list = pagedTable('Series of drift', columns(), {
    textOf: (row) => `${keyOf(row)} ${words(row.status)}`,
    isPicked: (row) => keyOf(row) === picked,
    empty: 'No series was evaluated yet, or none is like that.',
  });
  const tally = el('p', { role: 'status' });
  const detail = el('div', { id: 'series' });
  body.append(card('Series', tally, list.place), detail);

  async function load() {
    if (known.length > PAGE && performance.now() - askedAt < PAUSE_MS) {
      list.show(known);
      return known;
    }
    askedAt = performance.now();
    const rows = [];
    await api.pages('/v1/drift', { latest: 'true', limit: PAGE }, 'drift', (page) => {
      rows.push(...page.map(ready));
      rows.sort((a, b) => rank(a.status) - rank(b.status) || (b.psi ?? -1) - (a.psi ?? -1));
      list.show(rows);
    });
    list.show(rows);
    say(tally, tallyOf(rows));
    known = rows;
    return rows;
  }

  return {
    async refresh(told) {
      picked = pickedBy(told.query);
      if (loading) {
        return;
      }
      loading = true;
      try {
        const [about, catalog, rows] = await Promise.all(
          [told.overview(), told.catalog(), load()]);
        const one = rows.find((row) => keyOf(row) === picked) ?? rows[0];
        await showSeries(detail, one, about, catalog);
        if (seen !== null && seen !== picked) {
          detail.scrollIntoView({ block: 'start' });
        }
        seen = picked;
      } finally {
        loading = false;
      }
    },
  };
}

function ready(point) {
  return { ...point, at: millis(point.window_end) };
}

/** The key of the series that an address names. Pure. */
export function pickedBy(query) {
  return keyOf(Object.fromEntries(SERIES.map((name) => [name, query.get(name)])));
}

/** What a series is asked for by: a part that it lacks is empty, which means none. Pure. */
export function queryOf(point) {
  return Object.fromEntries(SERIES.map((name) =>
    [name === 'model_version' ? 'version' : name, point[name] ?? '']));
}

/** The address of a series. Pure. */
export function hrefOf(point) {
  const query = SERIES.filter((name) => point[name]).map((name) => [name, point[name]]);
  return `#/drift?${new URLSearchParams(query)}`;
}

function tallyOf(rows) {
  const byStatus = Map.groupBy(rows, ({ status }) => status);
  return [`${count(rows.length)} series: `, [...byStatus].sort(([a], [b]) => rank(a) - rank(b))
    .map(([status, some], at) => [at > 0 ? ', ' : '', el('b', {}, count(some.length)), ' ',
      verdict(status)])];
}

function columns() {
  return [
    { name: 'feature', by: (row) => row.feature, of: (row) => el('a', { href: hrefOf(row),
      'data-key': keyOf(row) }, row.feature) },
    { name: 'status', by: (row) => -rank(row.status), of: (row) => verdict(row.status) },
    { name: 'PSI', number: true, by: (row) => row.psi, of: (row) => figure(row.psi, 3) },
    { name: 'less chance', number: true, by: (row) => row.psi_debiased,
      of: (row) => figure(row.psi_debiased, 3) },
    { name: 'critical', number: true, by: (row) => row.critical_value,
      of: (row) => figure(row.critical_value, 3) },
    { name: 'window', by: (row) => row.window_ms, of: (row) => row.window },
    { name: 'segment', by: (row) => row.segment ?? '', of: (row) => row.segment ?? 'all' },
    { name: 'model', by: (row) => row.model ?? row.source,
      of: (row) => (row.model ? `${row.model} ${row.model_version}` : `source ${row.source}`) },
    { name: 'values', number: true, by: (row) => row.current_count,
      of: (row) => count(row.current_count) },
  ];
}

async function showSeries(place, one, about, catalog) {
  if (!one) {
    replace(place, note('A prediction that is logged with features, and a baseline of its model '
      + 'version (`tidemark baseline`), make a series.'));
    return;
  }
  const query = queryOf(one);
  const newest = await api.json('/v1/drift', { ...query, latest: 'true', bins: 'true', limit: 1 });
  const { drift: history } = await api.json('/v1/drift', { ...query, limit: HISTORY });
  const records = one.model
    ? await cohorts({ model: one.model, version: one.model_version }) : [];
  const point = newest.drift[0] ? ready(newest.drift[0]) : one;
  const model = about.models.find(({ name }) => name === one.model) ?? { warn: 0.1, alert: 0.2 };
  const baseline = catalog.models.find(({ name }) => name === one.model)?.baselines
    .find(({ version }) => version === one.model_version);
  replace(place, oneSeries(point, history.map(ready), model, baseline), one.model ? quality(records) : null);
}

function oneSeries(point, history, effect, baseline) {
  const name = `${point.feature} over ${point.window}`;
  return card(`${point.model ?? point.source} ${point.model_version ?? ''}: ${name}${
    point.segment ? ` of ${point.segment}` : ''}`,
  el('p', {}, verdict(point.status), ` in the window that ends ${instant(point.at)}`),
  facts([
    ['PSI', figure(point.psi)],
    ['less chance (de-biased)', figure(point.psi_debiased)],
    ['critical value', figure(point.critical_value)],
    ['values now (N)', count(point.current_count)],
    ['values of the baseline (M)', count(point.baseline_count)],
    ['baseline of', baseline ? el('span', { title: `${baseline.source} ${baseline.hash}` },
      instant(millis(baseline.created))) : null],
    ['bins', point.effective_bins],
    ['over-dispersion', `${figure(point.overdispersion)} (of ${
      count(point.overdispersion_windows)} windows)`],
    ['missing', percent(point.missing_ratio)],
    ['unseen', percent(point.unseen_ratio)],
    ['Kolmogorov-Smirnov', figure(point.ks)],
    ['Wasserstein', figure(point.wasserstein)],
    ['Jensen-Shannon', figure(point.js)],
  ]),
  el('h3', {}, 'Baseline and now'), 
  histograms(name, point.bins ?? [], point.psi > point.critical_value),
  el('h3', {}, 'Over time'), overTime(name, history.length === 0 ? [point] : history, effect));
}
