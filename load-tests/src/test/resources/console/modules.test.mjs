// The rules of the console that need no page: run by `node --test` beside copies of its modules.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidence, latest, subject } from './alarms.js';
import { shares, shortName } from './bins.js';
import { hrefOf, pickedBy, queryOf } from './drift.js';
import { graph } from './features.js';
import * as format from './format.js';
import { parse, quantile } from './metrics.js';
import { newest } from './quality.js';
import { command } from './quarantine.js';
import { keyOf, rank } from './series.js';
import { unaccounted } from './sources.js';

const PAGE = `# HELP tidemark_records_total Records read
# TYPE tidemark_records_total counter
tidemark_records_total{outcome="valid",source="tx"} 90.0
tidemark_records_total{outcome="quarantined",source="tx"} 10.0
tidemark_records_total{outcome="valid",source="a \\"b\\", c=\\"d\\\\"} 1.796081870567E9
tidemark_schema_records_total{schema="1",source="tx"} 93.0
tidemark_quarantined_total{reason="BAD_MAGIC",source="tx"} 7.0
tidemark_quarantined_total{reason="RULE_FAILED",source="tx"} 3.0
tidemark_quarantined_total{reason="ORPHAN",source="tx"} 5.0
delay_seconds_bucket{le="1.0"} 10
delay_seconds_bucket{le="10.0"} 90
delay_seconds_bucket{le="+Inf"} 100
empty_bucket{le="+Inf"} 0
tidemark_store_lag 4.0
`;

test('a page of metrics is read with its tags, whatever is in them', () => {
  const metrics = parse(PAGE);
  assert.equal(metrics.sum('tidemark_records_total', { source: 'tx' }), 100);
  assert.equal(metrics.sum('tidemark_store_lag'), 4);
  assert.deepEqual(metrics.values('tidemark_records_total', 'source'), ['a "b", c="d\\', 'tx']);
  assert.equal(metrics.max('tidemark_records_total'), 1796081870.567);
});

test('what is absent is absent, never 0', () => {
  assert.ok(Number.isNaN(parse(PAGE).sum('tidemark_nothing')));
  assert.ok(Number.isNaN(parse('').max('tidemark_store_lag')));
  assert.equal(format.count(NaN), '–');
});

test('a histogram has the counts of its buckets, and quantiles between their ends', () => {
  const buckets = parse(PAGE).histogram('delay_seconds');
  assert.deepEqual(buckets.map(({ count }) => count), [10, 80, 10]);
  assert.equal(quantile(buckets, 0.5), 1 + 9 * 0.5);
  assert.equal(quantile(buckets, 0.99), 10);
  assert.ok(Number.isNaN(quantile(parse(PAGE).histogram('empty'), 0.5)));
  assert.ok(Number.isNaN(quantile([], 0.5)));
});

test('counts of a source add up, or it is said by how much they do not', () => {
  assert.equal(unaccounted(parse(PAGE), 'tx'), 0);
  assert.equal(unaccounted(parse(PAGE.replace('90.0', '91.0')), 'tx'), 1);
  assert.equal(unaccounted(parse(PAGE.replace('BAD_MAGIC",source="tx"} 7', 'BAD_MAGIC",source="tx"} 6')), 'tx'), 2);
});

test('what was too long may have been decoded before or not', () => {
  const long = PAGE.replace('BAD_MAGIC",source="tx"} 7', 'TOO_LARGE",source="tx"} 7');
  assert.equal(unaccounted(parse(long), 'tx'), 0);
  assert.equal(unaccounted(parse(long.replace('93.0', '100.0')), 'tx'), 0);
  assert.equal(unaccounted(parse(long.replace('93.0', '92.0')), 'tx'), 1);
});

const bin = (name, before, now, contribution) =>
  ({ bin: name, baseline_count: before, current_count: now, contribution });

test('bins that moved are those that a tenth of the PSI comes from', () => {
  const rows = shares([bin('a', 50, 10, 0.6), bin('b', 50, 89, 0.35), bin('c', 0, 1, 0.05),
    bin('<nan>', 0, 0, 0)]);
  assert.deepEqual(rows.map((row) => [row.bin, row.moved]), [['a', true], ['b', true], ['c', false]]);
  assert.equal(rows[0].before, 0.5);
  assert.equal(rows[0].now, 0.1);
});

test('within chance no bin has moved', () => {
  assert.ok(shares([bin('a', 50, 40, 0.6), bin('b', 50, 60, 0.4)], false).every((row) => !row.moved));
});

test('the name of a bin loses needless digits and nothing else', () => {
  assert.equal(shortName('(18.254466603263353, 24.9]'), '(18.3, 24.9]');
  assert.equal(shortName('<missing>'), '<missing>');
  assert.equal(shortName('v1.x'), 'v1.x');
});

test('the address of a series leads to it, whatever is in its names', () => {
  const series = { model: 'a&b', model_version: 'v1', surface: 'FEATURE', feature: 'x=y#z',
    segment: 'device=tv', window: '1h', source: null };
  const query = new URLSearchParams(hrefOf(series).split('?')[1]);
  assert.equal(pickedBy(query), keyOf(series));
  assert.deepEqual(queryOf({ ...series, segment: null }), { model: 'a&b', version: 'v1',
    surface: 'FEATURE', feature: 'x=y#z', segment: '', window: '1h', source: '' });
});

test('the worst status comes first and what has no figure last', () => {
  const sorted = ['STABLE', 'INSUFFICIENT', 'SIGNIFICANT', 'A_NEW_ONE', 'MODERATE']
    .sort((a, b) => rank(a) - rank(b));
  assert.deepEqual(sorted, ['SIGNIFICANT', 'MODERATE', 'STABLE', 'INSUFFICIENT', 'A_NEW_ONE']);
});

test('of an episode the newest change counts, and open ones stand first', () => {
  const change = (episode_id, state, at) => ({ episode_id, state, at });
  assert.deepEqual(latest([
    change('a', 'CLOSED', '2026-01-01T00:03:00Z'), change('a', 'OPENED', '2026-01-01T00:01:00Z'),
    change('b', 'OPENED', '2026-01-01T00:02:00Z')]).map(({ episode_id: id, state }) => id + state),
  ['bOPENED', 'aCLOSED']);
});

test('an episode is told in the words of its rule', () => {
  const told = (each) => `${subject(each)}: ${evidence(each)}`;
  assert.equal(told({ rule: 'DRIFT', feature: 'age', window: '1h', segment: 'device=web', psi: 0.61 }),
    'age over 1h of device=web: PSI 0.61');
  assert.equal(told({ feature: 'age', window: '1h', segment: null, psi: 0.61 }),
    'age over 1h: PSI 0.61');
  assert.equal(told({ rule: 'QUALITY', feature: 'click', metric: 'ece', exploration: true, value: 0.41,
    bound: 0.15 }), 'ece of click, exploring: 0.41 against 0.15');
  assert.equal(told({ rule: 'LABEL_OUTAGE', feature: 'click', observed_outcomes: 0,
    expected_outcomes: 37 }), 'outcomes of click: 0 came of 37');
});

test('of a cohort the highest revision counts', () => {
  const record = (start, revision) => ({ model: 'm', model_version: 'v', label: 'l',
    exploration: false, start, revision });
  assert.deepEqual(newest([record(1, 2), record(1, 3), record(1, 1), record(2, 1)])
    .map(({ start, revision }) => [start, revision]), [[1, 3], [2, 1]]);
});

test('the way from source to model goes through groups that the model names', () => {
  const about = {
    sources: [{ name: 'tx', topic: 't' }],
    groups: [{ name: 'spending', version: 2, source: 'tx', entity: 'user' }],
    models: [{ name: 'ranker', features: ['spending.spend_1h'], labels: [] },
      { name: 'other', features: [], labels: [] }],
  };
  const catalog = { entities: [{ name: 'user', groups: [{ name: 'spending', version: 2,
    features: [{ name: 'spending.spend_1h', drift: [{ model: 'other' }] }] }] }] };
  assert.deepEqual(graph(about, catalog).edges, [['s tx', 'g spending@2'],
    ['g spending@2', 'm ranker'], ['g spending@2', 'm other']]);
});

test('the command that feeds again means what the filter means, whatever is typed', () => {
  assert.equal(command({ reason: 'RULE_FAILED', schema_id: '7' }),
    './tidemark quarantine replay --reason RULE_FAILED --schema-id 7');
  assert.equal(command({ key: "o'neil $(x)" }),
    "./tidemark quarantine replay --key 'o'\\''neil $(x)'");
});

test('figures are for people', () => {
  assert.equal(format.count(1234567), '1,234,567');
  assert.equal(format.figure(0.000012), '1.2e-5');
  assert.equal(format.figure(0.123456), '0.1235');
  assert.equal(format.figure(Infinity), '∞');
  assert.equal(format.percent(0), '0 %');
  assert.equal(format.percent(0.0001), '0.01 %');
  assert.equal(format.percent(0.5), '50 %');
  assert.equal(format.duration(0.25), '0.25 s');
  assert.equal(format.duration(75), '1 min 15 s');
  assert.equal(format.duration(90_000), '1 d 1 h');
  assert.equal(format.millis('2026-11-30T09:00:00Z'), 1796029200000);
  assert.equal(format.millis(5), 5);
  assert.ok(Number.isNaN(format.millis(null)));
  assert.equal(format.bytes(1_500_000), '1.5 MB');
});
