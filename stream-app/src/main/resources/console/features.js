// Feature groups and what they are made of, the way from sources to models, and the values of one
// entity with the tiles they are merged from.

import * as api from './api.js';
import { lineage } from './chart.js';
import { card, el, facts, note, replace, status } from './dom.js';
import { ago, count, duration, instant, percent, words } from './format.js';
import { table } from './table.js';
import { tiles } from './timeline.js';

export const features = { id: 'features', title: 'Features', open };

const STATUSES = { PRESENT: 'good', WARMING: 'warn', EXPIRED: 'bad', NOT_FOUND: 'idle' };

function open(body) {
  const groups = el('div', {});
  const answer = el('div', { role: 'status' });
  const entity = el('select', { id: 'entity', name: 'entity' });
  const key = el('input', { id: 'key', name: 'key', type: 'text', autocomplete: 'off',
    required: true });
  let from = '';
  const form = el('form', { class: 'filters', on: { submit: (event) => {
    event.preventDefault();
    location.hash = `#/features?${new URLSearchParams({ entity: entity.value, key: key.value })}`;
    lookUp(answer, entity.value, key.value);
  } } },
  el('label', { class: 'field', for: 'entity' }, 'Entity ', entity),
  el('label', { class: 'field', for: 'key' }, 'Key ', key),
  el('button', { type: 'submit' }, 'Look up'));
  body.append(card('Look up', form,
    note('A key of several fields is written a|b. Values are read as a model server reads them.'),
    answer), groups);
  return {
    async refresh(told) {
      const [about, catalog, metrics] = await Promise.all(
        [told.overview(), told.catalog(), told.metrics()]);
      if (entity.options.length === 0) {
        entity.append(...catalog.entities.map(({ name }) => el('option', { value: name }, name)));
      }
      replace(groups, ways(about, catalog), groupTable(about, catalog, metrics));
      const wanted = told.query.get('key');
      if (wanted !== null && `${told.query}` !== from) {
        from = `${told.query}`;
        entity.value = told.query.get('entity') ?? entity.value;
        key.value = wanted;
        await lookUp(answer, entity.value, wanted);
      }
    },
  };
}

/** Sources, groups and models as layers of a graph, and what feeds what. Pure. */
export function graph(about, catalog) {
  const groups = about.groups.map((group) => ({ ...group, id: `g ${group.name}@${group.version}` }));
  const edges = groups.map((group) => [`s ${group.source}`, group.id]);
  for (const model of about.models) {
    const taken = new Set(model.features.map((feature) => feature.split('.')[0]));
    for (const group of catalog.entities.flatMap((each) => each.groups)) {
      const drifts = group.features.some((feature) =>
        feature.drift.some((each) => each.model === model.name));
      if (taken.has(group.name) || drifts) {
        edges.push([`g ${group.name}@${group.version}`, `m ${model.name}`]);
      }
    }
  }
  return {
    edges,
    layers: [
      about.sources.map(({ name, topic }) => ({ id: `s ${name}`, name, detail: `topic ${topic}` })),
      groups.map((group) => ({ id: group.id, name: `${group.name} v${group.version}`,
        detail: `of ${group.entity}` })),
      about.models.map(({ name, labels }) => ({ id: `m ${name}`, name,
        detail: `${labels.length} labels` })),
    ],
  };
}

function ways(about, catalog) {
  const { layers, edges } = graph(about, catalog);
  const linked = edges.some(([, to]) => to.startsWith('m '));
  return card('From source to model',
    el('div', { class: 'heads' }, ['Sources', 'Feature groups', 'Models']
      .map((name) => el('span', {}, name))),
    lineage(`What feeds what: ${edges.map(([a, b]) => `${a.slice(2)} to ${b.slice(2)}`).join(', ')}`,
      layers, edges),
    linked ? null : note('No model here names features of a group, or logs one by its name: '
      + 'declare the features that a model takes, and the way to it is drawn.'));
}

function groupTable(about, catalog, metrics) {
  const rows = catalog.entities.flatMap((entity) => entity.groups.map((group) => ({
    ...group, entity: entity.name,
    source: about.groups.find((each) => each.name === group.name)?.source })));
  return card('Groups', table('Feature groups', [
    { name: 'group', of: (group) => el('details', { 'data-key': `group ${group.name}` },
      el('summary', {}, `${group.name} v${group.version}`),
      el('ul', {}, group.features.map((feature) => el('li', {},
        el('code', {}, feature.name), ` ${feature.operation}, ${feature.type}`)))) },
    { name: 'owner', of: (group) => group.owner ?? 'nobody' },
    { name: 'of', of: (group) => group.entity },
    { name: 'from', of: (group) => group.source ?? '' },
    { name: 'windows', of: (group) => windows(group).join(', ') },
    { name: 'kept for', of: (group) => duration(group.ttl_seconds) },
    { name: 'newest event', of: (group) => freshest(group) },
    { name: 'without a value', number: true, of: (group) => percent(worst(group)) },
    { name: 'catch-up', of: (group) => catchUp(group, metrics) },
    { name: 'failures', number: true, of: (group) =>
      count(metrics.sum('tidemark_feature_failures_total', { group: group.name }) || 0) },
  ], rows, { empty: 'No feature is declared.' }),
  about.build.pins?.length > 0 ? el('p', {}, `Pinned: ${about.build.pins.join(', ')}`) : null,
  note('Freshness and values of entities without one are of the partitions that this instance '
    + 'writes. "Without a value" is the largest of the group\'s features.'));
}

function windows(group) {
  return [...new Set(group.features.map((feature) => feature.window ?? 'all time'))];
}

function freshest(group) {
  const known = group.features.map((feature) => feature.freshness_seconds)
    .filter((seconds) => seconds !== null);
  return known.length === 0 ? 'none yet' : `${duration(Math.max(...known))} ago`;
}

function worst(group) {
  return Math.max(...group.features.map((feature) => feature.null_ratio ?? NaN)
    .filter(Number.isFinite));
}

function catchUp(group, metrics) {
  const past = metrics.sum('tidemark_source_past_remaining', { source: group.source });
  const sweep = metrics.sum('tidemark_feature_sweep_remaining', { entity: group.entity });
  if (!(past > 0) && !(sweep > 0)) {
    return status('caught up', 'good');
  }
  return status(past > 0 ? `${count(past)} offsets to read` : `${count(sweep)} entities to send`,
    'warn');
}

async function lookUp(place, entity, key) {
  const path = `${encodeURIComponent(entity)}/${encodeURIComponent(key)}`;
  try {
    const row = await api.json(`/v1/features/${path}`);
    const why = await api.json(`/v1/explain/${path}`).catch((problem) => problem);
    replace(place, values(row), why instanceof Error ? note(why.message) : explained(why));
  } catch (problem) {
    replace(place, el('p', { class: 'trouble', role: 'alert' }, problem.message));
  }
}

function values(row) {
  const rows = Object.entries(row.values).map(([name, value]) => ({ name, ...value }));
  return el('div', {},
    el('h3', {}, `${row.entity} ${row.key}`),
    facts([
      ['right as of', instant(row.as_of)],
      ['valid until', row.valid_until === null ? 'the next event' : instant(row.valid_until)],
      ['revision', row.revision],
    ]),
    table(`Values of ${row.key}`, [
      { name: 'feature', of: ({ name }) => el('code', {}, name) },
      { name: 'value', number: true, of: ({ value }) =>
        (value === null ? '–' : typeof value === 'number' ? String(value) : JSON.stringify(value)) },
      { name: 'status', of: (value) => [status(words(value.status), STATUSES[value.status] ?? 'idle'),
        value.reason ? ` ${words(value.reason)}` : ''] },
    ], rows));
}

function explained(why) {
  const shown = why.groups.flatMap((group) => group.features
    .filter((feature) => feature.window && (feature.tiles ?? []).length > 0));
  return el('div', {},
    el('h3', {}, 'Why: the tiles of each window'),
    facts([
      ['last event', ago(why.last_event_time, why.as_of)],
      ['state', `partition ${why.state.partition} on ${why.state.instance}`],
      ['next change', (why.changes_next ?? []).join(', ')],
    ]),
    shown.length === 0 ? note('No window holds an event now.') : shown.map((feature) =>
      el('div', { class: 'explained' },
        el('p', {}, el('code', {}, feature.name), ' = ', el('b', {}, JSON.stringify(feature.value)),
          ` ${feature.operation} over ${feature.window.label}`,
          feature.status === 'PRESENT' ? '' : [' ', status(words(feature.status),
            STATUSES[feature.status] ?? 'idle')]),
        tiles(feature))),
    note(why.state.note));
}
