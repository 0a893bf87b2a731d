import { visible } from './visible.ts';

/** One gauge in the text format that node_exporter's textfile collector reads (Prometheus, exposition format 0.0.4). */
export interface Gauge {
  readonly name: string;
  /** One line of our own words. */
  readonly help: string;
  readonly samples: readonly Sample[];
  /** Labels that look the same once shown are one series: it holds their sum, or the larger of them. */
  readonly same?: 'sum' | 'max';
}

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  /** Null: not known, so there is no sample. */
  readonly value: number | null;
}

/** A file of gauges, with a line end at its end. Gauges without a sample are left out. */
export function prometheusText(gauges: readonly Gauge[]): string {
  return gauges.map(gaugeText).join('');
}

/** A gauge of one number. */
export function single(name: string, help: string, value: number | null): Gauge {
  return { name, help, samples: [{ value }] };
}

function gaugeText({ name, help, samples, same = 'sum' }: Gauge): string {
  const series = new Map<string, number>();
  for (const { labels = {}, value } of samples) {
    if (value === null) continue;
    const key = `${name}${labelText(labels)}`;
    const before = series.get(key);
    const joined = same === 'sum' ? (before ?? 0) + value : Math.max(before ?? value, value);
    series.set(key, joined);
  }
  if (series.size === 0) return '';
  const lines = [...series].map(([key, value]) => `${key} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return visible(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
