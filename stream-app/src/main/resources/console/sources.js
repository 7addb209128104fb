// What becomes of the records of each source, and what they are like.

import { bars, stackedBar } from './chart.js';
import { card, el, facts, note, replace, status } from './dom.js';
import { ago, count, duration, millis, percent, words } from './format.js';
import { table } from './table.js';

export const sources = { id: 'sources', title: 'Sources', open };

const OUTCOMES = ['valid', 'flagged', 'duplicate', 'late', 'tombstone', 'other_type', 'quarantined'];

/** What is quarantined behind the reading: such a record was valid when it was read. */
const OF_THE_JOIN = ['PREDICTION_TOO_OLD', 'ORPHAN'];

/** What is refused without having been decoded. */
const UNDECODED = ['EMPTY_VALUE', 'TRUNCATED', 'BAD_MAGIC', 'UNKNOWN_SCHEMA', 'SCHEMA_TYPE',
  'SCHEMA_GUID', 'UNDECODABLE', 'UNRESOLVABLE'];

function open(body) {
  return {
    async refresh(told) {
      const [about, metrics] = await Promise.all([told.overview(), told.metrics()]);
      const now = millis(about.now);
      const names = metrics.values('tidemark_records_total', 'source');
      replace(body,
        note('Counts of this instance since it started. Logs of predictions and outcomes are '
          + 'sources too, under the names of their topics.'),
        names.length === 0 ? note('Nothing is read yet.')
          : names.map((name) => ofSource(name, declared(name, about), metrics, now)));
    },
  };
}

function declared(name, about) {
  return about.sources.find((source) => source.name === name) ?? { name, topic: name, rules: [] };
}

/**
 * Whether the counts of a source add up, in two ways that know nothing of each other: what was
 * quarantined is what has a reason, and what was read was decoded, or refused before. Pure.
 *
 * @return by how much they differ; 0 where they agree
 */
export function unaccounted(metrics, source) {
  const outcome = (name) => metrics.sum('tidemark_records_total', { source, outcome: name }) || 0;
  const reason = (name) => metrics.sum('tidemark_quarantined_total', { source, reason: name }) || 0;
  const read = metrics.sum('tidemark_records_total', { source }) || 0;
  const reasons = (metrics.sum('tidemark_quarantined_total', { source }) || 0)
    - OF_THE_JOIN.reduce((sum, name) => sum + reason(name), 0);
  const decoded = (metrics.sum('tidemark_schema_records_total', { source }) || 0)
    + UNDECODED.reduce((sum, name) => sum + reason(name), 0)
    + outcome('tombstone') + outcome('other_type');
  // a value may be too long before it is decoded, an identifier in it only afterwards
  const missing = read - decoded;
  const unread = missing - Math.min(Math.max(missing, 0), reason('TOO_LARGE'));
  return Math.abs(outcome('quarantined') - reasons) + Math.abs(unread);
}

function ofSource(name, source, metrics, now) {
  const read = metrics.sum('tidemark_records_total', { source: name });
  const parts = OUTCOMES.map((outcome) => ({
    name: words(outcome), kind: outcome, id: `${name} ${outcome}`,
    value: metrics.sum('tidemark_records_total', { source: name, outcome }) || 0,
  }));
  return card(name,
    el('p', { class: 'law' }, el('b', { 'data-figure': `${name} read` }, count(read)),
      ' read = the sum of its outcomes ', law(unaccounted(metrics, name))),
    stackedBar(`Records of ${name}`, parts),
    facts([
      ['topic', source.topic],
      ['newest event', ago(1000 * metrics.max('tidemark_source_newest_event_timestamp_seconds',
        { source: name }), now)],
      ['behind', `${count(metrics.sum('tidemark_lag_records', { topic: source.topic }))} records, ${
        duration(metrics.max('tidemark_lag_seconds', { topic: source.topic }))}`],
      ['past to be read again', pastOf(metrics, name)],
    ]),
    el('div', { class: 'columns' }, schemas(name, metrics), reasons(name, metrics)),
    isLog(name, source, metrics) ? null
      : el('div', { class: 'columns' }, rules(name, source, metrics), fields(name, metrics)));
}

/** Logs of predictions and outcomes have neither rules nor fields that are counted. */
function isLog(name, source, metrics) {
  return source.rules.length === 0
    && metrics.samples('tidemark_field_nulls_total', { source: name }).length === 0;
}

function law(difference) {
  return difference === 0 ? status('✓ adds up', 'good')
    : status(`differs by ${count(difference)}: what was under way while it was counted`, 'warn');
}

function pastOf(metrics, source) {
  const left = metrics.sum('tidemark_source_past_remaining', { source });
  return Number.isNaN(left) ? '' : `${count(left)} offsets`;
}

function schemas(source, metrics) {
  const seen = [...metrics.by('tidemark_schema_records_total', 'schema', { source })];
  const whole = seen.reduce((sum, [, many]) => sum + many, 0);
  return el('div', {}, el('h3', {}, 'Schemas seen'), table(`Schemas of ${source}`, [
    { name: 'schema', of: ([id]) => (id === 'guid' ? 'by GUID' : `id ${id}`) },
    { name: 'records', number: true, of: ([, many]) => count(many) },
    { name: 'share', number: true, of: ([, many]) => percent(many / whole) },
  ], seen, { empty: 'None yet.' }));
}

function reasons(source, metrics) {
  const found = [...metrics.by('tidemark_quarantined_total', 'reason', { source })]
    .filter(([, many]) => many > 0).sort(([, a], [, b]) => b - a)
    .map(([reason, value]) => ({ name: words(reason), value, kind: 'quarantined' }));
  return el('div', {}, el('h3', {}, 'Quarantined, by reason'),
    found.length === 0 ? note('None.') : bars(`Quarantined of ${source}`, found));
}

function rules(name, source, metrics) {
  const failures = metrics.by('tidemark_rule_failures_total', 'rule', { source: name });
  const rows = source.rules.map((rule) => ({ ...rule, failures: failures.get(rule.name) ?? 0 }));
  return el('div', {}, el('h3', {}, 'Rules'), table(`Rules of ${name}`, [
    { name: 'rule', of: (rule) => rule.name },
    { name: 'expects', of: (rule) => el('code', {}, rule.expect) },
    { name: 'else', of: (rule) => rule.on_fail },
    { name: 'failures', number: true, of: (rule) => count(rule.failures) },
  ], rows, { empty: 'None are declared.' }));
}

function fields(source, metrics) {
  const nulls = metrics.by('tidemark_field_nulls_total', 'field', { source });
  const absent = metrics.by('tidemark_field_absent_total', 'field', { source });
  const valid = (metrics.sum('tidemark_records_total', { source, outcome: 'valid' }) || 0)
    + (metrics.sum('tidemark_records_total', { source, outcome: 'flagged' }) || 0);
  const rows = [...nulls].map(([field, many]) => ({ field, many, absent: absent.get(field) ?? 0 }));
  return el('div', {}, el('h3', {}, 'Fields that are read'), table(`Fields of ${source}`, [
    { name: 'field', of: ({ field }) => field },
    { name: 'nulls', number: true, of: ({ many }) => count(many) },
    { name: 'of valid', number: true, of: ({ many }) => percent(many / valid) },
    { name: 'not in the schema', number: true, of: (row) => count(row.absent) },
  ], rows, { empty: 'None are declared.' }));
}
