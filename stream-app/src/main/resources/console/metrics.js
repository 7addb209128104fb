// The page at /metrics, in Prometheus's text format, as samples that can be asked for. Pure.

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const TAG = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES = { n: '\n' };

/** Samples of a page; what is no sample, as a comment, is passed over. */
export function parse(text) {
  const byName = new Map();
  for (const line of text.split('\n')) {
    const found = line.startsWith('#') ? null : SAMPLE.exec(line);
    if (found) {
      const [, name, tags, value] = found;
      if (!byName.has(name)) {
        byName.set(name, []);
      }
      byName.get(name).push({ tags: tagsOf(tags), value: numberOf(value) });
    }
  }
  return new Metrics(byName);
}

function tagsOf(text) {
  const tags = {};
  for (const [, name, value] of (text ?? '').matchAll(TAG)) {
    tags[name] = value.replace(/\\(.)/g, (all, escaped) => ESCAPES[escaped] ?? escaped);
  }
  return tags;
}

function numberOf(text) {
  return text.endsWith('Inf') ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}

/** What a page said. Where it has no such sample, sums are NaN: absent is absent, never 0. */
export class Metrics {
  constructor(byName) {
    this.byName = byName;
  }

  /** Samples of a meter that have these tags. */
  samples(name, wanted = {}) {
    const pairs = Object.entries(wanted);
    return (this.byName.get(name) ?? [])
      .filter(({ tags }) => pairs.every(([tag, value]) => tags[tag] === value));
  }

  /** Their sum. */
  sum(name, wanted = {}) {
    const samples = this.samples(name, wanted);
    return samples.length === 0 ? NaN : samples.reduce((sum, { value }) => sum + value, 0);
  }

  /** The largest of them. */
  max(name, wanted = {}) {
    const samples = this.samples(name, wanted);
    return samples.length === 0 ? NaN : Math.max(...samples.map(({ value }) => value));
  }

  /** Sums by the value of a tag, in the order of those values. */
  by(name, tag, wanted = {}) {
    const sums = new Map();
    for (const { tags, value } of this.samples(name, wanted)) {
      sums.set(tags[tag], (sums.get(tags[tag]) ?? 0) + value);
    }
    return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Values that a tag has. */
  values(name, tag, wanted = {}) {
    return [...this.by(name, tag, wanted).keys()];
  }

  /** A histogram: how many lie in each bucket, which ends at `upTo`; those above the last too. */
  histogram(name, wanted = {}) {
    const ends = new Map();
    for (const { tags, value } of this.samples(`${name}_bucket`, wanted)) {
      const end = numberOf(tags.le);
      ends.set(end, (ends.get(end) ?? 0) + value);
    }
    let below = 0;
    let from = 0;
    return [...ends].sort(([a], [b]) => a - b).map(([upTo, atMost]) => {
      const bucket = { from, upTo, count: atMost - below, atMost };
      below = atMost;
      from = upTo;
      return bucket;
    });
  }
}

/** The value below which a share of a histogram lies, interpolated; NaN of an empty one. */
export function quantile(buckets, share) {
  const total = buckets.at(-1)?.atMost ?? 0;
  const bucket = buckets.find(({ atMost }) => atMost >= share * total && atMost > 0);
  if (total === 0 || !bucket) {
    return NaN;
  }
  if (bucket.upTo === Infinity) {
    return bucket.from;
  }
  const inside = (share * total - (bucket.atMost - bucket.count)) / bucket.count;
  return bucket.from + (bucket.upTo - bucket.from) * inside;
}
