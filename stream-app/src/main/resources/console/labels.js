// What became of predictions: the funnel of each label, how long outcomes take, what is pending,
// and one request taken apart.

import * as api from './api.js';
import { bars, columns, lines } from './chart.js';
import { card, el, facts, note, replace, status } from './dom.js';
import { clock, count, duration, instant, isNumber, percent, words } from './format.js';
import { table } from './table.js';
import { request } from './timeline.js';
import { cohorts } from './quality.js';

export const labels = { id: 'labels', title: 'Labels', open };

const STATES = ['joined', 'timed_out', 'unlabelled', 'erased', 'pending'];

function open(body) {
  const models = el('div', {});
  const answer = el('div', { role: 'status' });
  const model = el('select', { id: 'model', name: 'model' });
  const id = el('input', { id: 'request', name: 'request', type: 'text', autocomplete: 'off',
    required: true });
  let from = '';
  body.append(models, card('One request', el('form', { class: 'filters', on: {
    submit: (event) => {
      event.preventDefault();
      location.hash = `#/labels?${new URLSearchParams({ model: model.value, request: id.value })}`;
      explain(answer, model.value, id.value);
    } } },
  el('label', { class: 'field', for: 'model' }, 'Model ', model),
  el('label', { class: 'field', for: 'request' }, 'Request id ', id),
  el('button', { type: 'submit' }, 'Explain')), answer));
  return {
    async refresh(told) {
      const [about, metrics] = await Promise.all([told.overview(), told.metrics()]);
      if (model.options.length === 0) {
        model.append(...about.models.map(({ name }) => el('option', { value: name }, name)));
      }
      const quality = await cohorts({}).catch(() => []);
      const labelled = about.models.filter((each) => each.labels.length > 0);
      replace(models, labelled.length === 0 ? note('No label is declared.')
        : labelled.map((each) => ofModel(each, metrics, quality)));
      const wanted = told.query.get('request');
      if (wanted !== null && `${told.query}` !== from) {
        from = `${told.query}`;
        model.value = told.query.get('model') ?? model.value;
        id.value = wanted;
        await explain(answer, model.value, wanted);
      }
    },
  };
}

function ofModel(model, metrics, quality) {
  const behind = metrics.by('tidemark_join_behind_seconds', 'stage', { model: model.name });
  return el('div', {}, model.labels.map((label) =>
    card(`${model.name}: ${label.name}`, funnel(model, label, metrics),
      facts([
        ['window', `${duration(label.window_seconds)} and ${duration(label.grace_seconds)} of grace`],
        ['inputs read up to', behindBy(behind.get('inputs'))],
        ['labels closed up to', behindBy(behind.get('labels'))],
      ]),
      el('div', { class: 'columns three' }, delays(model, label, metrics),
        pending(model, label, quality)))),
  results(model, metrics));
}

function behindBy(seconds) {
  return isNumber(seconds) ? `${duration(seconds)} ago` : '';
}

function funnel(model, label, metrics) {
  const tags = { model: model.name, label: label.name };
  const of = (state) => metrics.sum('tidemark_join_labels', { ...tags, state }) || 0;
  const opened = of('opened');
  const difference = opened - STATES.reduce((sum, state) => sum + of(state), 0);
  return el('div', {},
    el('p', { class: 'law' }, el('b', { 'data-figure': `${label.name} opened` }, count(opened)),
      ' opened = the sum of what became of them ',
      difference === 0 ? status('✓ adds up', 'good')
        : status(`differs by ${count(difference)} while they are counted`, 'warn')),
    bars(`What became of predictions for ${label.name}`, [
      { name: 'opened', value: opened, kind: 'main' },
      ...STATES.map((state) => ({ name: words(state), value: of(state), kind: state }))]),
    note('From the state of the joins on this instance, whatever was restarted or moved.'));
}

function delays(model, label, metrics) {
  const buckets = metrics.histogram('tidemark_join_label_delay_seconds',
    { model: model.name, label: label.name });
  const whole = buckets.at(-1)?.atMost ?? 0;
  if (whole === 0) {
    return [el('div', {}, el('h3', {}, 'Prediction to outcome'), note('No outcome has come yet.'))];
  }
  const full = buckets.findIndex((bucket) => bucket.atMost === whole);
  const shown = buckets.slice(0, full + 1);
  const curve = [[0, 0], ...shown.filter((bucket) => bucket.upTo !== Infinity)
    .map((bucket) => [bucket.upTo, bucket.atMost / whole])];
  return [el('div', {}, el('h3', {}, 'Prediction to outcome'),
    columns(`Delays of ${label.name}`, shown.map((bucket) => ({
      name: bucket.upTo === Infinity ? 'more' : `≤ ${duration(bucket.upTo)}`, value: bucket.count })))),
  el('div', {}, el('h3', {}, 'Known by age'),
    lines(`Share of outcomes of ${label.name} known at an age`, {
      lines: [{ name: 'share of the outcomes so far that came within', kind: 'psi', points: curve }],
      top: 1.05, height: 160, x: (seconds) => duration(Math.round(seconds)) }),
    note('A cohort younger than where the curve reaches 1 looks better or worse than it is.'))];
}

function pending(model, label, quality) {
  const of = quality.filter((each) => each.model === model.name && each.label === label.name
    && each.predictions > each.settled);
  const byEnd = new Map();
  for (const each of of) {
    const waits = each.predictions - each.settled;
    byEnd.set(each.start, (byEnd.get(each.start) ?? 0) + waits);
  }
  const rows = [...byEnd].sort(([a], [b]) => b - a).slice(0, 12)
    .map(([start, value]) => ({ name: `from ${clock(start, false)}`, value, kind: 'pending' }));
  return el('div', {}, el('h3', {}, 'Not settled yet, by age'),
    rows.length === 0 ? note('Every cohort of predictions that is known is settled.')
      : bars(`Predictions of ${label.name} not settled yet, by the start of their cohort`, rows));
}

function results(model, metrics) {
  const rows = [...metrics.by('tidemark_join_results_total', 'result', { model: model.name })]
    .filter(([, many]) => many > 0).sort(([, a], [, b]) => b - a);
  const whole = rows.reduce((sum, [, many]) => sum + many, 0);
  return card(`${model.name}: what became of predictions and outcomes`,
    table(`Results of the join of ${model.name}`, [
      { name: 'result', of: ([result]) => words(result) },
      { name: 'count', number: true, of: ([, many]) => count(many) },
      { name: 'share', number: true, of: ([, many]) => percent(many / whole) },
    ], rows), note('Counted by this instance since it started.'));
}

async function explain(place, model, id) {
  try {
    const asked = await api.json(
      `/v1/labels/${encodeURIComponent(model)}/${encodeURIComponent(id)}`);
    replace(place, explained(asked));
  } catch (problem) {
    replace(place, el('p', { class: 'trouble', role: 'alert' }, problem.message));
  }
}

function explained(asked) {
  return el('div', {},
    el('h3', {}, `${asked.request_id} is ${asked.state}`),
    facts([
      ['why', asked.why],
      ['predicted', asked.prediction ? `${instant(asked.prediction.time)} by ${
        asked.prediction.model_version}` : null],
      ['changes next', asked.changes_at ? instant(asked.changes_at) : null],
      ['held by', asked.held_by ? `partition ${asked.held_by.partition} on ${
        asked.held_by.instance}` : null],
    ]),
    asked.prediction ? request(asked, Date.now()) : null,
    asked.labels && table('Labels of the request', [
      { name: 'label', of: ({ name }) => name },
      { name: 'is', of: ({ phase }) => words(phase) },
      { name: 'counts', of: (each) =>
        `${clock(each.counts_from)} to ${clock(each.counts_until)}` },
      { name: 'closes', of: (each) => clock(each.closes_at) },
      { name: 'value', number: true, of: ({ value }) => value ?? 'none yet' },
      { name: 'without an outcome', of: (each) => words(each.on_timeout) },
    ], asked.labels, { empty: 'No label of it is open.' }),
    asked.outcomes && table('Outcomes of the request', [
      { name: 'outcome', of: ({ outcome }) => outcome },
      { name: 'happened', of: ({ time }) => clock(time) },
      { name: 'came', of: (each) => clock(each.came_at) },
      { name: 'counts', of: ({ counts }) => Object.entries(counts ?? {})
        .map(([label, use]) => `${label}: ${words(use)}`).join(', ') },
    ], asked.outcomes, { empty: 'No outcome has come.' }));
}
