// What failed validation: who sends it, each record with why, and what was fed again. A viewer: it
// feeds nothing.

import * as api from './api.js';
import { card, el, facts, note, replace } from './dom.js';
import { bytes, count, instant, millis, words } from './format.js';
import { table } from './table.js';

export const quarantine = { id: 'quarantine', title: 'Quarantine', open };

const FILTERS = [
  ['source', 'topic'], ['reason', 'reason'], ['rule', 'rule or field'], ['key', 'key'],
  ['schema_id', 'schema id'],
];

/** Each look reads the topic: it is not read anew with every refresh. */
const PAUSE_MS = 60_000;

function open(body) {
  let askedAt = -Infinity;
  let asked = null;
  const summary = el('div', {});
  const list = el('div', {});
  const record = el('div', { id: 'record' });
  const replays = el('div', {});
  const fields = FILTERS.map(([name, words_]) => el('label', { class: 'field' }, `${words_} `,
    el('input', { name, type: 'text', autocomplete: 'off' })));
  let before = null;
  const form = el('form', { class: 'filters', on: { submit: (event) => {
    event.preventDefault();
    before = null;
    guarded(list, showList);
  } } }, fields, el('button', { type: 'submit' }, 'Show'));
  body.append(summary, card('Records', form, list), record, replays);

  function query() {
    return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
  }

  async function showList() {
    const page = await api.json('/v1/quarantine', { ...query(), before, limit: 20 });
    replace(list,
      table('Records in quarantine', columns(show), page.records,
        { empty: 'No record is like that.' }),
      el('p', { class: 'pager' },
        `${count(page.matching)} from here on${page.complete ? '' : ', of those read in time'} `,
        before === null ? null : turn('Newest', null), page.next ? turn('Older', page.next) : null));
  }

  function turn(name, to) {
    return el('button', { type: 'button', class: 'plain', 'data-key': name, on: { click: () => {
      before = to;
      guarded(list, showList);
    } } }, name);
  }

  async function show(id) {
    await guarded(record, async () => {
      const one = await api.json(`/v1/quarantine/${encodeURIComponent(id)}`);
      replace(record, oneRecord(one));
      record.scrollIntoView({ block: 'nearest' });
    });
  }

  async function showWould(place) {
    const plan = await api.json('/v1/quarantine/replays', { ...query(), dry_run: 'true' }, 'POST');
    replace(place, el('p', {}, `${count(plan.feed)} would be fed; ${count(plan.fed_before)
    } have been before, ${count(plan.spent)} have no attempts left.`),
    el('p', {}, el('code', {}, command(query()))));
  }

  return {
    async refresh() {
      const jobs = await api.json('/v1/quarantine/replays');
      const isDue = performance.now() - askedAt >= PAUSE_MS;
      if (isDue) {
        askedAt = performance.now();
        asked = api.json('/v1/quarantine/summary');
      }
      // also who is not due waits for what was asked: without it nothing is to be seen
      replace(summary, sendersOf(await asked, (id) => show(id)));
      if (!replays.hasChildNodes()) {
        const would = el('div', { role: 'status' });
        replays.append(card('Fed again', el('div', {}), el('button', { type: 'button', on: {
          click: () => guarded(would, () => showWould(would)) } },
        'What would the filter above feed?'), would));
      }
      replace(replays.querySelector('section > div'), jobsOf(jobs.replays));
      if (isDue && before === null && !list.contains(document.activeElement)) {
        await showList();
      }
    },
  };
}

async function guarded(place, work) {
  try {
    await work();
  } catch (problem) {
    replace(place, el('p', { class: 'trouble', role: 'alert' }, problem.message));
  }
}

/** The command that feeds what a filter means. Pure. */
export function command(filter) {
  const options = Object.entries(filter).map(([name, value]) => `--${name.replaceAll('_', '-')} ${quoted(value)}`);
  return ['./tidemark quarantine replay', ...options].join(' ');
}

function quoted(value) {
  return /^[\w.,:@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

function columns(show) {
  return [
    { name: 'record', of: ({ id }) => el('button', { type: 'button', class: 'link',
      'data-key': id, on: { click: () => show(id) } }, id) },
    { name: 'reason', of: ({ reason, rule }) => (rule ? `${words(reason)}: ${rule}` : words(reason)) },
    { name: 'when', of: (each) => when(each.quarantined_at) },
    { name: 'read at', of: ({ position }) => el('span', { class: 'whole' }, position) },
    { name: 'key', of: ({ key }) => el('span', { class: 'whole' }, key ?? '') },
    { name: 'detail', of: ({ detail }) => el('span', { class: 'long' }, detail ?? '') },
  ];
}

function sendersOf({ senders, complete }, show) {
  return card('Who sends it', table('Senders of what is in quarantine', [
    { name: 'topic', of: ({ topic }) => topic },
    { name: 'producer', of: ({ producer }) => producer },
    { name: 'schema', of: (row) => (row.schema_id === null ? 'none' : `id ${row.schema_id}`) },
    { name: 'records', number: true, of: ({ records }) => count(records) },
    { name: 'reasons', of: ({ reasons }) => Object.entries(reasons)
      .map(([reason, many]) => `${words(reason)} ${count(many)}`).join(', ') },
    { name: 'last', of: ({ last }) => when(last) },
    { name: 'example', of: ({ example }) => el('button', { type: 'button', class: 'link',
      'data-key': `example ${example}`, on: { click: () => show(example) } }, example) },
  ], senders, { empty: 'Quarantine is empty.' }),
  el('p', { class: 'note' }, el('b', { 'data-figure': 'in quarantine' },
    count(senders.reduce((sum, { records }) => sum + records, 0))), ' records in all',
  complete ? '.' : ' of those that were read in time: there are more.'));
}

function oneRecord(one) {
  return card(`Record ${one.id}`,
    facts([
      ['reason', one.rule ? `${one.reason}: ${one.rule}` : one.reason],
      ['detail', one.detail],
      ['read at', one.position],
      ['first seen', instant(millis(one.first_seen))],
      ['schema', one.schema_id],
      ['key', one.key],
      ['size', bytes(one.value_bytes)],
      ['fed again', one.attempt > 0 ? `${one.attempt} times, from ${one.original}` : 'never'],
    ]),
    one.failed_on ? [el('h3', {}, 'Failed on'), pre(one.failed_on)] : null,
    el('h3', {}, one.decoded ? 'Decoded' : 'Does not decode'), pre(one.decoded ?? one.undecodable),
    one.headers.length > 0 ? [el('h3', {}, 'Headers'), pre(one.headers)] : null,
    el('details', {}, el('summary', {}, 'Its bytes'), pre(one.value_hex ?? 'none')));
}

function when(instantOf) {
  return el('span', { class: 'whole' }, instant(millis(instantOf)));
}

function pre(value) {
  return el('pre', { tabindex: '0' },
    typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

function jobsOf(jobs) {
  return [table('Replays of this instance', [
    { name: 'asked', of: ({ asked }) => when(asked) },
    { name: 'by', of: ({ by }) => by },
    { name: 'is', of: ({ state }) => words(state) },
    { name: 'planned', number: true, of: ({ planned }) => count(planned) },
    { name: 'sent', number: true, of: ({ sent }) => count(sent) },
    { name: 'became', of: ({ fates, error }) => error ?? Object.entries(fates ?? {})
      .filter(([, many]) => many > 0)
      .map(([fate, many]) => `${words(fate)} ${count(many)}`).join(', ') },
  ], jobs.toReversed(), { empty: 'Nothing was fed by this instance since it started.' }),
  note('The console feeds nothing: the command does, or a POST.')];
}
