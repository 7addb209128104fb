// Episodes of drift, quality and outages, and what operators did: erasures, rebuilds, replays.

import * as api from './api.js';
import { shortName } from './bins.js';
import { card, el, facts, note, replace, status } from './dom.js';
import { ago, count, figure, instant, millis, percent, words } from './format.js';
import { hrefOf } from './drift.js';
import { table } from './table.js';

export const alarms = { id: 'alarms', title: 'Alarms and audit', open };

const KINDS = { OPENED: 'bad', ESCALATED: 'bad', EASED: 'warn', CLOSED: 'good' };
const MOST = 200;

/** The alert whose runbook entry says what to do. */
const RUNBOOK = { DRIFT: 'TidemarkDriftSignificant', QUALITY: 'TidemarkQualityBelowBound',
  LABEL_OUTAGE: 'TidemarkLabelOutage' };

function open(body) {
  const episodes = el('div', {});
  const audit = el('div', {});
  const runbook = el('div', { id: 'runbook' });
  body.append(episodes, runbook, audit);
  return {
    async refresh(told) {
      const [about, metrics, catalog, list, erasures, replays] = await Promise.all([
        told.overview(), told.metrics(), told.catalog(), changes(),
        api.json('/v1/erasures'), api.json('/v1/quarantine/replays')]);
      const now = millis(about.now);
      replace(episodes, episodesOf(latest(list), now));
      if (!runbook.hasChildNodes()) {
        replace(runbook, await entries(Object.values(RUNBOOK)));
      }
      replace(audit, erasuresOf(erasures.erasures, metrics),
        rebuildsOf(catalog, metrics, about, replays.replays));
      if (told.query.has('runbook')) {
        runbook.scrollIntoView();
      }
    },
  };
}

async function changes(query = {}) {
  const { alerts } = await api.json('/v1/alerts', { ...query, limit: MOST });
  return alerts;
}

/** Of each episode its newest change; those that are open first, then the newest. Pure. */
export function latest(alerts) {
  const byEpisode = new Map();
  for (const alert of alerts) {
    const known = byEpisode.get(alert.episode_id);
    if (!known || millis(known.at) < millis(alert.at)) {
      byEpisode.set(alert.episode_id, alert);
    }
  }
  return [...byEpisode.values()].sort((a, b) =>
    (a.state === 'CLOSED') - (b.state === 'CLOSED') || millis(b.at) - millis(a.at));
}

/**
 * Episodes that are open now. Where the history is not to be had, as with a token that may not
 * read, the gauges of this instance say which they are.
 */
export async function openEpisodes(metrics) {
  try {
    return latest(await changes({ open: 'true' })).filter(({ state }) => state !== 'CLOSED')
      .map((each) => ({ ...each, href: placeOf(each) }));
  } catch {
    return metrics.samples('tidemark_drift_episode').filter(({ value }) => value > 0)
      .map(({ tags, value }) => {
        const { version, segment, ...rest } = tags;
        const one = { ...rest, model_version: version, surface: '', psi: null,
          segment: segment === 'all' ? null : segment, state: value > 1 ? 'OPENED' : 'EASED' };
        return { ...one, href: '#/drift' };
      });
  }
}

/** What an episode is about. Pure. */
export function subject(each) {
  if (each.rule === 'QUALITY') {
    return `${each.metric} of ${each.feature}${each.exploration ? ', exploring' : ''}`;
  }
  return each.rule === 'LABEL_OUTAGE' ? `outcomes of ${each.feature}`
    : `${each.feature} over ${each.window}${each.segment ? ` of ${each.segment}` : ''}`;
}

/** What speaks for it. Pure. */
export function evidence(each) {
  if (each.rule === 'QUALITY') {
    return each.value === null ? '' : `${figure(each.value, 3)} against ${figure(each.bound, 3)}`;
  }
  return each.rule === 'LABEL_OUTAGE'
    ? `${figure(each.observed_outcomes, 3)} came of ${figure(each.expected_outcomes, 3)}`
    : each.psi === null ? '' : `PSI ${figure(each.psi, 3)}`;
}

function placeOf(each) {
  return each.rule === 'LABEL_OUTAGE'
    ? `#/labels?${new URLSearchParams({ model: each.model })}` : hrefOf(each);
}

function episodesOf(list, now) {
  return card('Episodes', table('Episodes of drift, quality and outages', [
    { name: 'about', of: (each) => el('a', { href: placeOf(each) }, subject(each)) },
    { name: 'rule', of: ({ rule }) => words(rule ?? 'DRIFT') },
    { name: 'model', of: (each) => `${each.model ?? each.source} ${each.model_version ?? ''}` },
    { name: 'is', of: ({ state }) => status(words(state), KINDS[state] ?? 'idle') },
    { name: 'began', of: (each) =>
      el('span', { class: 'whole' }, ago(millis(each.first_seen), now)) },
    { name: 'last change', of: ({ at }) => instant(millis(at)) },
    { name: 'evidence', of: evidence },
    { name: 'bins that moved', of: (each) => el('ul', { class: 'plainlist' },
      each.top_bins.slice(0, 3).map((bin) => el('li', {}, el('code', { title: bin.bin }, shortName(bin.bin)),
        ` ${percent(bin.baseline_share)} → ${percent(bin.current_share)}`))) },
    { name: 'what to do', of: (each) => [el('a', { href: '#/alarms?runbook' }, 'runbook'),
      each.retrain_signal ? ' a new model is asked for' : ''] },
  ], list, { empty: 'No episode has begun.' }),
  note('An episode of drift or quality opens when enough of the last evaluations are significant, '
    + 'and closes when as many in a row are calm; one of outcomes lasts while those do not come that '
    + 'were to be expected. Those that are open stand first.'));
}

/** Entries of the runbook, as the page of the service's repository has them. */
async function entries(names) {
  const page = await api.text('/console/runbook.md');
  return el('div', {}, names.map((name) => entry(page, name)));
}

function entry(page, name) {
  const found = page.split(/^### /m).find((each) => each.startsWith(`${name}\n`));
  const words_ = (found ?? '').slice(name.length).replace(/\]\([^)]*\)/g, '').replace(/[[`]/g, '');
  return card(`Runbook: ${name}`, words_.trim().split(/\n\n+/).map((each) => el('p', {}, each)));
}

function erasuresOf(list, metrics) {
  const waiting = metrics.sum('tidemark_erasure_waiting') || 0;
  const joins = metrics.sum('tidemark_erasure_joins_waiting') || 0;
  return card('Erasures of the last day',
    el('p', {}, `${count(waiting)} wait for the online store here, ${count(joins)} for a join.`),
    table('Erasures and their receipts', [
      { name: 'erasure', of: (each) => el('code', {}, each.erasure_id) },
      { name: 'is', of: ({ state }) => status(words(state), state === 'complete' ? 'good'
        : state === 'failed' || state === 'refused' ? 'bad' : 'idle') },
      { name: 'of', of: ({ receipts }) => receipts[0]?.entity ?? '' },
      { name: 'receipts', of: ({ receipts }) => el('ul', { class: 'plainlist' },
        receipts.map((receipt) => el('li', {}, `${receipt.stage} ${receipt.part + 1}/${
          receipt.parts}: ${words(receipt.status)}, ${count(receipt.removals
          .reduce((sum, { items }) => sum + items, 0))} removed, ${
          instant(millis(receipt.completed_at))}`))) },
    ], list, { empty: 'Nothing was erased.' }));
}

function rebuildsOf(catalog, metrics, about, replays) {
  const { store } = catalog;
  return card('Rebuilds, pins and replays', facts([
    ['online store', store.state === 'complete' ? 'complete'
      : `being filled anew since ${instant(millis(store.since))}`],
    ['parts left', count(metrics.sum('tidemark_store_rebuilding'))],
    ['entities left', count(metrics.sum('tidemark_feature_sweep_remaining') || 0)],
    ['found to be another one', count(metrics.sum('tidemark_store_replaced_total'))],
    ['pinned versions', about.build.pins.join(', ') || 'none'],
    ['replays of quarantine', el('a', { href: '#/quarantine' }, `${count(replays.length)} known`)],
  ]));
}
