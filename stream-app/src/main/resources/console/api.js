// What the service is asked. The token is kept for this tab alone and goes into one header: never
// into an address, a cookie or storage that outlives the tab.

const KEY = 'tidemark.token';
const TRIES = 6;
const PAUSE_MS = 250;
const ROOT = new URL('..', import.meta.url);

/** A refusal, in the words of the service. */
export class Refused extends Error {
  constructor(code, answer) {
    super(answer.message ?? `The service answered ${code}`);
    this.code = code;
    this.reason = answer.error ?? 'unknown';
    this.hint = answer.hint ?? '';
  }

  /** Whether another token may help. */
  get needsToken() {
    return this.code === 401;
  }
}

export function hasToken() {
  return sessionStorage.getItem(KEY) !== null;
}

export function keepToken(token) {
  sessionStorage.setItem(KEY, token.trim());
}

export function forgetToken() {
  sessionStorage.removeItem(KEY);
}

/** The address of a path with a query; what is null is left out, an empty text is not. */
export function address(path, query = {}) {
  const url = new URL(path.replace(/^\//, ''), ROOT);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) {
      url.searchParams.set(name, value);
    }
  }
  return url;
}

async function ask(path, query, method = 'GET') {
  const token = sessionStorage.getItem(KEY);
  const headers = token === null ? {} : { Authorization: `Bearer ${token}` };
  let reply;
  try {
    reply = await fetch(address(path, query), {
      method, headers, cache: 'no-store', credentials: 'omit', redirect: 'error' });
  } catch {
    throw new Refused(0, { error: 'unreachable', message: 'The service does not answer' });
  }
  return reply;
}

async function refusalOf(reply) {
  try {
    return new Refused(reply.status, await reply.json());
  } catch {
    return new Refused(reply.status, {});
  }
}

/** A reply as JSON; throws Refused where there is none. Who is too busy is asked again. */
export async function json(path, query = {}, method = 'GET') {
  let reply = await ask(path, query, method);
  for (let again = 1; reply.status === 503 && again <= TRIES; again++) {
    await new Promise((wake) => setTimeout(wake, again * PAUSE_MS));
    reply = await ask(path, query, method);
  }
  if (!reply.ok) {
    throw await refusalOf(reply);
  }
  return reply.json();
}

/** A reply as text. */
export async function text(path) {
  const reply = await ask(path, {});
  if (!reply.ok) {
    throw await refusalOf(reply);
  }
  return reply.text();
}

/** What readiness says: its answer counts whether it is ready or not. */
export async function readiness() {
  const reply = await ask('/health/ready', {});
  if (!reply.ok && reply.status !== 503) {
    throw await refusalOf(reply);
  }
  return reply.json();
}

/**
 * All pages of a list, one handed on after the other.
 *
 * @param take gets the members of each page, and says whether it wants another
 */
export async function pages(path, query, member, take) {
  let after = null;
  do {
    const page = await json(path, { ...query, after });
    after = page.next ?? null;
    if (take(page[member]) === false) {
      return;
    }
  } while (after !== null);
}
