// Figures, times and words for people. Pure: what time it is comes as an argument.

const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const NONE = '–';

/** A count. */
export function count(value) {
  return isNumber(value) ? GROUPED.format(value) : NONE;
}

/** A number with so many digits that it says something; small ones keep theirs. */
export function figure(value, digits = 4) {
  if (!isNumber(value)) {
    return value === Infinity ? '∞' : NONE;
  }
  if (Number.isInteger(value)) {
    return GROUPED.format(value);
  }
  return Math.abs(value) < 1e-4 ? value.toExponential(1) : String(Number(value.toPrecision(digits)));
}

/** A share in [0, 1] as per cent. */
export function percent(value) {
  if (!isNumber(value)) {
    return NONE;
  }
  const hundredths = value * 100;
  const digits = hundredths === 0 || hundredths >= 10 ? 0 : hundredths < 1 ? 2 : 1;
  return `${hundredths.toFixed(digits)} %`;
}

/** A length of time, given in seconds, in its two largest units. */
export function duration(seconds) {
  if (!isNumber(seconds)) {
    return NONE;
  }
  const size = Math.abs(seconds);
  if (size < 10) {
    return `${Number(seconds.toFixed(size < 1 ? 2 : 1))} s`;
  }
  const units = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']];
  const at = units.findIndex(([length]) => size >= length);
  const [length, unit] = units[at];
  const whole = Math.floor(size / length);
  const next = units[at + 1];
  const rest = next ? Math.floor((size - whole * length) / next[0]) : 0;
  return `${seconds < 0 ? '-' : ''}${whole} ${unit}${rest ? ` ${rest} ${next[1]}` : ''}`;
}

/** How long ago an instant was. */
export function ago(ms, nowMs) {
  return isNumber(ms) ? `${duration(Math.max(0, nowMs - ms) / 1000)} ago` : NONE;
}

/** An instant as the clock of who looks shows it, to the second. */
export function instant(ms) {
  if (!isNumber(ms)) {
    return NONE;
  }
  const date = new Date(ms);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock(ms)}`;
}

/** The time of day of an instant. */
export function clock(ms, seconds = true) {
  const date = new Date(ms);
  const minutes = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return seconds ? `${minutes}:${two(date.getSeconds())}` : minutes;
}

/** An instant of a reply, in milliseconds: some write ISO 8601, some milliseconds. */
export function millis(value) {
  if (value === null || value === undefined || value === '') {
    return NaN;
  }
  return typeof value === 'number' ? value : Date.parse(value);
}

/** Bytes. */
export function bytes(value) {
  if (!isNumber(value)) {
    return NONE;
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const at = value < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(value) / 3));
  return `${figure(value / 1000 ** at, 3)} ${units[at]}`;
}

/** A code as words: `other_type` is "other type". */
export function words(code) {
  return String(code ?? NONE).toLowerCase().replaceAll('_', ' ');
}

/** Whether something is a number that can be shown. */
export function isNumber(value) {
  return typeof value === 'number' && Number.isFinite(value);
}

function two(number) {
  return String(number).padStart(2, '0');
}
