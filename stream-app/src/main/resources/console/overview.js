// How the service is: what is ready since when, what runs, which instances there are, how far
// behind they are, and how fresh what they serve is.

import { bars, columns } from './chart.js';
import { card, el, facts, figures, note, replace, status } from './dom.js';
import { ago, bytes, count, duration, millis, percent, words } from './format.js';
import { quantile } from './metrics.js';
import { table } from './table.js';
import { evidence, openEpisodes, subject } from './alarms.js';

export const overview = { id: 'overview', title: 'Overview', open };

function open(body) {
  return {
    async refresh(told) {
      const [about, ready, metrics, catalog] = await Promise.all(
        [told.overview(), told.readiness(), told.metrics(), told.catalog().catch(() => null)]);
      const now = millis(about.now);
      const alarming = await openEpisodes(metrics);
      replace(body,
        figures(headline(metrics, alarming)),
        el('div', { class: 'columns' },
          checks(ready, now), build(about, metrics, now)),
        alarmsNow(alarming, ready),
        instances(about, metrics),
        el('div', { class: 'columns' }, lag(about, metrics), redis(metrics)),
        freshness(metrics, catalog));
    },
  };
}

function headline(metrics, alarming) {
  const read = metrics.sum('tidemark_records_total');
  const bad = metrics.sum('tidemark_records_total', { outcome: 'quarantined' });
  const fresh = metrics.histogram('tidemark_feature_freshness_seconds');
  return [
    { name: 'records read', id: 'records', value: count(read), detail: 'here, since the start' },
    { name: 'quarantined', id: 'quarantined', value: count(bad), detail: percent(bad / read),
      kind: bad > 0 ? 'warn' : '' },
    { name: 'behind', id: 'lag', value: count(metrics.sum('tidemark_lag_records')),
      detail: `records; ${duration(metrics.max('tidemark_lag_seconds'))} at most` },
    { name: 'event to Redis', value: duration(quantile(fresh, 0.5)),
      detail: `median; p99 ${duration(quantile(fresh, 0.99))}` },
    { name: 'labels pending', id: 'pending', value: count(metrics.sum('tidemark_join_pending')) },
    { name: 'alarms', id: 'alarms', value: count(alarming.length), detail: 'open now',
      kind: alarming.length > 0 ? 'bad' : '' },
  ];
}

function checks({ checks: list }, now) {
  return card('Ready', table('Ready checks', [
    { name: 'check', of: ({ name }) => name },
    { name: 'is', of: ({ ok }) => (ok ? status('passes', 'good') : status('fails', 'bad')) },
    { name: 'since', of: ({ since }) =>
      el('span', { class: 'whole' }, ago(millis(since), now)) },
    { name: 'says', of: ({ detail }) => detail },
  ], list));
}

function build({ build: runs, clock, namespace }, metrics, now) {
  return card('What runs', facts([
    ['namespace', namespace],
    ['application', runs.application],
    ['version', `${runs.version} (${runs.commit})`],
    ['definitions', el('code', {}, runs.definitions)],
    ['clock', clock === 'wall' ? 'the wall clock' : 'stream time'],
    ['Java', runs.java],
    ['started', ago(millis(runs.started_at), now)],
    ['threads', [...metrics.by('tidemark_stream_threads', 'state')]
      .filter(([, many]) => many > 0)
      .map(([name, many]) => `${many} ${words(name)}`).join(', ')],
    ['on the heap', `${count(metrics.sum('tidemark_feature_heap_entities'))} entities`],
    ['state on disk', bytes(metrics.sum('tidemark_state_file_bytes'))],
    ['disk free', bytes(metrics.sum('tidemark_state_free_bytes'))],
  ]));
}

function alarmsNow(alarming, ready) {
  const failed = ready.checks.filter(({ ok }) => !ok);
  if (alarming.length === 0 && failed.length === 0) {
    return card('Alarms now', el('p', {}, status('none', 'good'), ' No check fails, and no '
      + 'episode is open.'));
  }
  return card('Alarms now', el('ul', { class: 'plainlist' },
    failed.map(({ name, detail }) => el('li', {}, status('not ready', 'bad'), ` ${name}: ${detail}`)),
    alarming.map((each) => el('li', {}, status(words(each.state), 'bad'), ' ',
      el('a', { href: each.href },
        `${[each.model ?? each.source, each.model_version].filter(Boolean).join(' ')}: ${subject(each)}`),
      evidence(each) && `, ${evidence(each)}`))));
}

function instances(about, metrics) {
  const list = about.instances;
  const restoring = metrics.sum('tidemark_restore_partitions');
  return card('Instances',
    table('Instances and the partitions they read', [
      { name: 'address', of: ({ address, asked }) => `${address}${asked ? ' (this one)' : ''}` },
      { name: 'partitions', number: true, of: ({ active }) => count(partitions(active)) },
      { name: 'standby', number: true, of: ({ standby }) => count(partitions(standby)) },
      { name: 'reads', of: ({ active }) => el('details', { 'data-key': 'reads' },
        el('summary', {}, `${active.length} topics`),
        el('ul', {}, active.map(({ topic, partitions: ids }) =>
          el('li', {}, `${topic}: ${ids.join(', ')}`)))) },
    ], list, { empty: 'Partitions are being assigned to instances.' }),
    note(`This one runs ${count(metrics.sum('tidemark_stream_tasks', { kind: 'active' }))} active and ${
      count(metrics.sum('tidemark_stream_tasks', { kind: 'standby' }))} standby tasks, and restores ${
      count(restoring)} partitions. Figures from /metrics, on every page, are those of this instance `
      + 'since it started; the others have theirs.'));
}

function partitions(readings) {
  return readings.reduce((sum, reading) => sum + reading.partitions.length, 0);
}

function lag(about, metrics) {
  const inputs = new Set([...about.sources.map(({ topic }) => topic),
    ...about.models.flatMap(({ predictions, outcomes }) => [predictions, ...outcomes])]);
  const rows = [...metrics.by('tidemark_lag_records', 'topic')].map(([topic, behind]) => ({
    topic, behind, seconds: metrics.max('tidemark_lag_seconds', { topic }) }));
  const between = rows.filter(({ topic }) => !inputs.has(topic));
  const left = between.reduce((sum, { behind }) => sum + behind, 0);
  return card('Behind',
    lags('How far behind each input is read', rows.filter(({ topic }) => inputs.has(topic))),
    el('details', { class: 'more', 'data-key': 'between' },
      el('summary', {}, `${between.length} topics of its own: ${count(left)} records`),
      lags('How far behind each topic of its own is read', between)));
}

function lags(caption, rows) {
  return table(caption, [
    { name: 'topic', of: ({ topic }) => topic },
    { name: 'records', number: true, of: ({ behind }) => count(behind) },
    { name: 'time', number: true, of: ({ seconds }) => duration(seconds) },
  ], rows, { empty: 'Nothing was fetched yet.' });
}

function redis(metrics) {
  const writes = metrics.by('tidemark_store_writes_total', 'outcome');
  const rebuilding = metrics.sum('tidemark_store_rebuilding');
  const evicting = metrics.sum('tidemark_store_evicting');
  return card('Redis', el('p', {},
    rebuilding > 0 ? status('being filled anew', 'warn') : status('complete', 'good'), ' ',
    evicting > 0 ? status('drops rows when its memory is full', 'bad') : null),
  facts([
    ['rows waiting', count(metrics.sum('tidemark_store_lag'))],
    ...[...writes].map(([outcome, many]) => [`writes ${words(outcome)}`, count(many)]),
    ['failed writes', count(metrics.sum('tidemark_store_failures_total') || 0)],
    ['found to be another one', count(metrics.sum('tidemark_store_replaced_total'))],
    ['parts to be filled', count(rebuilding)],
    ['keys evicted', count(metrics.sum('tidemark_store_evicted_total'))],
  ]));
}

/** The catalogue is null where the token may not read. */
function freshness(metrics, catalog) {
  const buckets = metrics.histogram('tidemark_feature_freshness_seconds');
  const groups = (catalog?.entities ?? []).flatMap((entity) => entity.groups.map((group) => ({
    name: `${group.name}@${group.version}`,
    value: Math.max(...group.features.map((feature) => feature.freshness_seconds ?? NaN)
      .filter(Number.isFinite)),
  }))).filter(({ value }) => Number.isFinite(value));
  return card('Freshness',
    el('div', { class: 'columns' },
      el('div', {}, el('h3', {}, 'Event time to acknowledged in Redis'),
        columns('Vectors by their freshness', buckets.filter((bucket) => bucket.count > 0)
          .map((bucket) => ({ value: bucket.count,
            name: bucket.upTo === Infinity ? 'more' : `≤ ${duration(bucket.upTo)}` })))),
      el('div', {}, el('h3', {}, 'Age of the newest event, by group'),
        groups.length === 0 ? note(catalog === null ? 'This token may not read the catalogue.'
            : 'No row was written yet, or stream time is the clock.')
          : bars('Age of the newest event in a row', groups, { format: duration }))));
}
