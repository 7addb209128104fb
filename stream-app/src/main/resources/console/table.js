// Tables. A long one shows a page at a time, so that thousands of rows cost no more than fifty.

import { el, replace } from './dom.js';
import { count } from './format.js';

const ROWS = 50;

/**
 * A table of a few rows.
 *
 * @param columns `name`, `of` a row (text or a node), and `number` where it is one
 */
export function table(caption, columns, rows, { empty = 'Nothing.' } = {}) {
  if (rows.length === 0) {
    return el('p', { class: 'note' }, empty);
  }
  return scroller(caption, el('table', {},
    el('caption', { class: 'hidden' }, caption),
    el('thead', {}, el('tr', {}, columns.map(({ name, number }) =>
      el('th', { scope: 'col', class: number ? 'number' : null }, name)))),
    el('tbody', {}, rows.map((row) => body(columns, row)))));
}

/** What is wider than its place is moved by keys as well. */
function scroller(name, inner) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name }, inner);
}

function body(columns, row, picked = false) {
  return el('tr', { 'aria-current': picked ? 'true' : null }, columns.map((column, at) => {
    const cell = column.of(row);
    return at === 0
      ? el('th', { scope: 'row' }, cell)
      : el('td', { class: column.number ? 'number' : null }, cell);
  }));
}

/**
 * A table of any number of rows that is sorted by its headings. Keeps its page, its order and its
 * filter when it gets other rows.
 *
 * @param columns as above, with `by`, what a row is sorted by, where it may be
 * @param textOf what of a row its filter is held against
 * @param isPicked whether a row is the one that is looked at
 */
export function pagedTable(caption, columns, { textOf, isPicked = () => false, empty = 'Nothing.' }) {
  const place = el('div', { class: 'paged' });
  const state = { rows: [], page: 0, sort: null, down: true, filter: '' };
  const parts = el('div', {});
  const filter = el('input', { type: 'search', on: { input: (event) => {
    state.filter = event.target.value.toLowerCase();
    state.page = 0;
    draw();
  } } });
  place.append(el('label', { class: 'field' }, 'Filter ', filter), parts);

  function chosen() {
    const words = state.filter.split(/\s+/).filter((word) => word !== '');
    const kept = words.length === 0 ? state.rows
      : state.rows.filter((row) => {
        const text = textOf(row).toLowerCase();
        return words.every((word) => text.includes(word));
      });
    return state.sort === null ? kept : kept.toSorted((a, b) => order(state.sort(a), state.sort(b)));
  }

  function order(a, b) {
    const absent = Number(isAbsent(a)) - Number(isAbsent(b));
    return absent || (state.down ? 1 : -1) * (a < b ? 1 : a > b ? -1 : 0);
  }

  function heading(column) {
    if (!column.by) {
      return el('th', { scope: 'col', class: column.number ? 'number' : null }, column.name);
    }
    const now = state.sort === column.by;
    const sorted = now ? (state.down ? 'descending' : 'ascending') : null;
    return el('th', { scope: 'col', class: column.number ? 'number' : null, 'aria-sort': sorted },
      el('button', { type: 'button', class: 'sort', 'data-key': `sort ${column.name}`, on: {
        click: () => {
          state.down = now ? !state.down : true;
          state.sort = column.by;
          draw();
        } } }, column.name));
  }

  function step(by, name, possible) {
    return el('button', { type: 'button', class: 'plain', disabled: !possible, 'data-key': name,
      on: { click: () => {
        state.page += by;
        draw();
      } } }, name);
  }

  function draw() {
    const rows = chosen();
    const last = Math.max(0, Math.ceil(rows.length / ROWS) - 1);
    state.page = Math.min(state.page, last);
    const from = state.page * ROWS;
    const shown = rows.slice(from, from + ROWS);
    replace(parts, shown.length === 0 ? el('p', { class: 'note' }, empty) : [
      scroller(caption, el('table', {},
        el('caption', { class: 'hidden' }, caption),
        el('thead', {}, el('tr', {}, columns.map(heading))),
        el('tbody', {}, shown.map((row) => body(columns, row, isPicked(row)))))),
      el('p', { class: 'pager' },
        `${count(from + 1)} to ${count(from + shown.length)} of ${count(rows.length)} `,
        last > 0 ? [step(-1, 'Earlier', state.page > 0), step(1, 'Later', state.page < last)]
          : null)]);
  }

  return {
    place,
    /** Shows other rows. */
    show(rows) {
      state.rows = rows;
      draw();
    },
  };
}

function isAbsent(value) {
  return value === null || value === undefined || Number.isNaN(value);
}
