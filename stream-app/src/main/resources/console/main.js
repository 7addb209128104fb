// The frame: which page is shown, who is let in, and when it is refreshed.

import * as api from './api.js';
import { el, replace, say, status } from './dom.js';
import { parse } from './metrics.js';
import { alarms } from './alarms.js';
import { drift } from './drift.js';
import { features } from './features.js';
import { labels } from './labels.js';
import { overview } from './overview.js';
import { quarantine } from './quarantine.js';
import { sources } from './sources.js';

const PAGES = [overview, sources, quarantine, features, labels, drift, alarms];
const REFRESH_MS = 10_000;

const main = document.getElementById('main');
const nav = document.getElementById('pages');
const state = document.getElementById('state');
const live = document.getElementById('live');
const leave = document.getElementById('leave');

let shown = null;
let turn = 0;
let pending = 0;

/** What a page is told: the address in parts, and what the service says, once per refresh. */
function context(query) {
  const asked = new Map();
  const once = (key, ask) => {
    if (!asked.has(key)) {
      asked.set(key, ask());
    }
    return asked.get(key);
  };
  return {
    query,
    overview: () => once('overview', () => api.json('/v1/overview')),
    catalog: () => once('catalog', () => api.json('/v1/catalog')),
    readiness: () => once('ready', api.readiness),
    metrics: () => once('metrics', async () => parse(await api.text('/metrics'))),
  };
}

function address() {
  const [name, query] = location.hash.replace(/^#\/?/, '').split('?');
  return {
    page: PAGES.find((page) => page.id === name) ?? overview,
    query: new URLSearchParams(query ?? ''),
  };
}

function drawNav(current) {
  replace(nav, el('ul', {}, PAGES.map((page) => el('li', {}, el('a', {
    href: `#/${page.id}`, 'data-key': page.id,
    'aria-current': page === current ? 'page' : null }, page.title)))));
}

async function open() {
  const { page, query } = address();
  const mine = ++turn;
  drawNav(page);
  document.title = `${page.title} · Tidemark`;
  if (shown?.page !== page) {
    const body = el('div', { class: 'page' });
    const trouble = el('div', { role: 'alert' });
    replace(main, el('h1', {}, page.title), trouble, body);
    shown = { page, trouble, view: page.open(body) };
    window.scrollTo(0, 0);
  }
  await refresh(query, mine);
}

async function refresh(query = address().query, mine = turn) {
  pending++;
  try {
    await draw(query, mine);
  } finally {
    pending--;
  }
}

async function draw(query, mine) {
  const told = context(query);
  const current = shown;
  try {
    const [about] = await Promise.all([told.overview(), current.view.refresh(told)]);
    if (mine === turn) {
      replace(current.trouble);
      frame(about, await told.readiness());
    }
  } catch (problem) {
    if (mine === turn) {
      trouble(current, problem);
    }
  }
  if (mine === turn && shown === current) {
    document.documentElement.dataset.shown = current.page.id;
  }
}

function frame(about, ready) {
  nav.hidden = false;
  live.hidden = false;
  leave.hidden = !api.hasToken();
  document.getElementById('namespace').textContent = about.namespace;
  say(state, readyWord(ready));
}

function readyWord({ status: word, checks }) {
  const failed = checks.filter(({ ok }) => !ok).map(({ name }) => name);
  return word === 'ready' ? status('ready', 'good')
    : status(`not ready: ${failed.join(', ')}`, 'bad');
}

function trouble(current, problem) {
  if (problem instanceof api.Refused && problem.needsToken) {
    logIn(problem);
    return;
  }
  if (!(problem instanceof api.Refused)) {
    console.error(problem);
  }
  nav.hidden = false;
  leave.hidden = !api.hasToken();
  replace(current.trouble, el('p', { class: 'trouble' },
    el('b', {}, problem.message), problem.hint ? ` ${problem.hint}.` : null));
  if (problem.code === 0) {
    say(state, status('no answer', 'bad'));
  }
}

/** Asks for a token. It is typed once for a tab, and forgotten when the service refuses it. */
function logIn(problem) {
  const refused = api.hasToken();
  api.forgetToken();
  shown = null;
  nav.hidden = true;
  live.hidden = true;
  leave.hidden = true;
  replace(state);
  const field = el('input', { id: 'token', type: 'password', autocomplete: 'off',
    spellcheck: 'false', required: true });
  const form = el('form', { class: 'card login', on: { submit: (event) => {
    event.preventDefault();
    api.keepToken(field.value);
    field.value = '';
    open();
  } } },
  el('h1', {}, 'Token'),
  el('p', {}, 'This service asks for a token of an operator: one of http.tokens.ops, that is in '
    + 'http.tokens.read too for features, labels and drift. It stays in this tab and ends with it.'),
  refused ? el('p', { class: 'trouble', role: 'alert' }, problem.message) : null,
  el('label', { for: 'token' }, 'Token'), field,
  el('button', { type: 'submit' }, 'Show the console'));
  replace(main, form);
  field.focus();
  document.documentElement.dataset.shown = 'token';
}

live.addEventListener('click', () => {
  const on = live.getAttribute('aria-pressed') !== 'true';
  live.setAttribute('aria-pressed', String(on));
  live.textContent = on ? 'Live' : 'Paused';
});
leave.addEventListener('click', () => {
  api.forgetToken();
  location.reload();
});
window.addEventListener('hashchange', open);
setInterval(() => {
  const wanted = live.getAttribute('aria-pressed') === 'true' && !live.hidden;
  if (wanted && document.visibilityState === 'visible' && shown !== null && pending === 0) {
    refresh();
  }
}, REFRESH_MS);
open();
