// Elements, made of names and texts alone: nothing a service says is ever read as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. `on` of its attributes holds listeners; what is null or false is left out. */
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** An element of a drawing. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(node, { on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const [event, listener] of Object.entries(on)) {
    node.addEventListener(event, listener);
  }
  node.append(...children.flat(3).filter(isThere).map(asNode));
  return node;
}

function isThere(child) {
  return child !== null && child !== undefined && child !== false;
}

function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/**
 * Puts other children into a node. Where one of the old ones had the focus, the new one with the
 * same `data-key` gets it, so that a refresh takes nobody's place on the page.
 */
export function replace(node, ...children) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset?.key;
  const opened = new Set(
    [...node.querySelectorAll('details[open][data-key]')].map((each) => each.dataset.key));
  node.replaceChildren(...children.flat(3).filter(isThere).map(asNode));
  for (const each of node.querySelectorAll('details[data-key]')) {
    each.open = each.open || opened.has(each.dataset.key);
  }
  if (key) {
    node.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}

/** Says something to who listens, unless it says just that already. */
export function say(node, words) {
  const said = el('span', {}, words);
  if (node.textContent !== said.textContent) {
    node.replaceChildren(said);
  }
}

/** A part of a page with a heading. */
export function card(title, ...children) {
  return el('section', { class: 'card' }, el('h2', {}, title), ...children);
}

/** A sentence in small type. */
export function note(...words) {
  return el('p', { class: 'note' }, ...words);
}

/** A status: its word, with a class for its colour beside it. */
export function status(word, kind) {
  return el('span', { class: `status ${kind}` }, word);
}

/** Facts as pairs of a name and a value; those without a value are left out. */
export function facts(pairs) {
  return el('dl', { class: 'facts' }, pairs
    .filter(([, value]) => isThere(value) && value !== '')
    .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

/** A few figures that stand out. */
export function figures(list) {
  return el('dl', { class: 'figures' }, list.map(({ name, value, detail, kind, id }) =>
    el('div', { class: kind || null },
      el('dt', {}, name), el('dd', { 'data-figure': id }, value),
      detail ? el('dd', { class: 'detail' }, detail) : null)));
}
