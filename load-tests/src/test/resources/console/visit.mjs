// Opens every page of a console in a browser, and writes what it found as JSON to its output.
// Arguments: the address of the service, a token, a key, a request id, a folder for screenshots.

import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const [service, token, key, request, folder] = process.argv.slice(2);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PAGES = ['overview', 'sources', 'quarantine', `features?entity=user&key=${key}`,
  `labels?model=ranker&request=${request}`, 'drift', 'alarms'];
const WAIT = { timeout: 15_000 };

const found = { problems: [], pages: {}, requests: [] };

/** A tab that tells of everything that goes wrong in it, and of whom it asks. */
async function tab(browser, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      found.problems.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => found.problems.push(`${page.url()}: ${error.stack}`));
  page.on('request', (asked) => found.requests.push(asked.url()));
  return page;
}

async function shown(page, name) {
  await page.waitForFunction((id) => document.documentElement.dataset.shown === id, name, WAIT);
  await page.waitForFunction(() => document.querySelectorAll('.plot:empty').length === 0, null, WAIT);
}

/** Opens a page and waits until it is drawn, also where only the address behind the # changes. */
async function open(page, address) {
  await page.evaluate(() => delete document.documentElement.dataset.shown);
  await page.goto(`${service}/console#/${address}`);
  await shown(page, address.split('?')[0]);
}

/** What is no error of the page: that the service asks for a token is what the login is for. */
function forgetRefusals() {
  found.problems = found.problems.filter((problem) => !problem.includes('401 (Unauthorized)'));
}

async function logIn(page) {
  await page.goto(`${service}/console`);
  await shown(page, 'token');
  found.barriersOfLogin = await barriers(page);
  await page.getByLabel('Token', { exact: true }).fill('a-token-that-is-not-known-here');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor(WAIT);
  found.refusal = await page.getByRole('alert').textContent();
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.keyboard.press('Enter');
  await shown(page, 'overview');
  forgetRefusals();
  found.kept = await page.evaluate(() => ({
    cookies: document.cookie, local: JSON.stringify(localStorage), address: location.href }));
}

async function barriers(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(' ')}`);
}

async function visit(page, address, look) {
  const name = address.split('?')[0];
  await open(page, address);
  const one = await page.evaluate(() => ({
    figures: Object.fromEntries([...document.querySelectorAll('[data-figure]')]
      .map((node) => [node.dataset.figure, node.textContent])),
    text: document.getElementById('main').innerText,
    pictures: document.querySelectorAll('#main svg[role=img]').length,
    unnamed: document.querySelectorAll('#main svg[role=img]:not([aria-label])').length,
    wider: document.documentElement.scrollWidth - window.innerWidth,
  }));
  one.barriers = await barriers(page);
  await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
  found.pages[`${name} ${look}`] = one;
}

async function visitAll(page, look) {
  for (const address of PAGES) {
    await visit(page, address, look);
  }
}

/** The pages one after the other by keys alone: every one is reached, the focus is always seen. */
async function byKeys(page) {
  await open(page, 'overview');
  const reached = [];
  for (const name of ['sources', 'quarantine', 'features', 'labels', 'drift', 'alarms']) {
    await page.evaluate(() => delete document.documentElement.dataset.shown);
    await page.locator(`nav a[href="#/${name}"]`).focus();
    await page.keyboard.press('Enter');
    await shown(page, name);
    reached.push(await page.evaluate(() => document.activeElement?.getAttribute('href')));
  }
  return reached;
}

/** What another page said of itself stands in this one as it is, and does nothing. */
async function hostileWords(page) {
  const words = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>';
  await page.route('**/v1/alerts*', (route) => route.fulfill({ json: {
    next: null, alerts: [alarm(words)] } }));
  await open(page, 'alarms');
  found.hostile = await page.evaluate(() => ({
    hurt: window.hurt ?? null, text: document.getElementById('main').innerText,
    images: document.querySelectorAll('main img, main script').length }));
  await page.screenshot({ path: join(folder, 'alarms-episode.png') });
  await page.unroute('**/v1/alerts*');
}

function alarm(feature) {
  const at = new Date(Date.now() - 60_000).toISOString();
  return { episode_id: 'e1', state: 'OPENED', source: null, model: 'ranker', model_version: 'v3',
    surface: 'FEATURE', feature, segment: null, window: '1m', window_ms: 60_000,
    status: 'SIGNIFICANT', psi: 0.61, psi_debiased: 0.6, critical_value: 0.01, warn: 0.1, alert: 0.2,
    current_count: 5000, baseline_count: 20_000, first_seen: at, at, retrain_signal: false,
    top_bins: [{ bin: '(51.9, 85]', baseline_share: 0.1, current_share: 0.47, contribution: 0.57 }] };
}

/** A hundred models of fifty features: how soon something is seen, and how much is drawn of it. */
async function many(browser) {
  const page = await tab(browser, { viewport: { width: 1280, height: 900 } });
  await page.addInitScript((mine) => sessionStorage.setItem('tidemark.token', mine), token);
  await page.route('**/v1/drift*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    const from = Number(query.get('after') ?? 0);
    const until = Math.min(5_000, from + Number(query.get('limit')));
    return route.fulfill({ json: { next: until < 5_000 ? String(until) : null,
      drift: query.has('feature') ? [point(4_999)]
        : Array.from({ length: until - from }, (unused, at) => point(from + at)) } });
  });
  await page.goto(`${service}/console#/drift`);
  await shown(page, 'drift');
  found.many = await page.evaluate(() => ({
    firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
    shownMs: performance.now(),
    rows: document.querySelectorAll('.paged tbody tr').length,
    text: document.querySelector('.paged').innerText.slice(-80) }));
  const from = Date.now();
  await page.getByLabel('Filter').fill('model_042 feature_07');
  await page.getByText('1 to 1 of 1').waitFor(WAIT);
  found.many.filterMs = Date.now() - from;
  await page.getByLabel('Filter').fill('');
  const sorting = Date.now();
  await page.getByRole('button', { name: 'PSI', exact: true }).click();
  await page.getByText('1 to 50 of 5,000').waitFor(WAIT);
  found.many.sortMs = Date.now() - sorting;
  await page.context().close();
}

function point(at) {
  const two = (number) => String(number).padStart(2, '0');
  const psi = ((at * 7919) % 1000) / 4000;
  return { model: `model_0${two(Math.floor(at / 50))}`, model_version: 'v1', surface: 'FEATURE',
    feature: `feature_${two(at % 50)}`, segment: null, window: '1h', window_ms: 3_600_000, source: null,
    window_end: '2026-11-30T09:00:00Z', status: psi > 0.2 ? 'SIGNIFICANT' : 'STABLE', psi,
    psi_debiased: psi, critical_value: 0.02, current_count: 1000, baseline_count: 20_000,
    effective_bins: 10, overdispersion: 1, overdispersion_windows: 3, bins: [] };
}

const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(), args: FLAGS, headless: true,
  env: { ...process.env, HOME: mkdtempSync(join(tmpdir(), 'browser-')) } });
try {
  const wide = await tab(browser, { viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
  await logIn(wide);
  const narrow = await tab(browser, { viewport: { width: 380, height: 800 }, colorScheme: 'dark' });
  await narrow.addInitScript((mine) => sessionStorage.setItem('tidemark.token', mine), token);
  // one waits for the service while the other draws
  await Promise.all([visitAll(wide, 'light'), visitAll(narrow, 'dark')]);
  found.reached = await byKeys(wide);
  await Promise.all([hostileWords(wide), many(browser)]);
} catch (error) {
  found.problems.push(String(error.stack));
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
