/** What modern logs say of the time that a message took: measured by the servers themselves, in seconds, with 3 decimals from Exchange 2013 on. */

export interface LatencyComponent {
  /** As the log writes it: `CAT`, `SMRPI-FrontendProxyAgent`. catalogue/latency-components.ts explains it. */
  readonly name: string;
  readonly seconds: number;
  /** A measure beside the others (`X-...`): it is no part of the sum. */
  readonly isExtra: boolean;
  /** What it is made of; they need not add up. */
  readonly children: readonly LatencyComponent[];
}

/** The time on one server, in one of its services. */
export interface LatencySegment {
  readonly kind: 'SRV' | 'LSRV';
  readonly server: string;
  /** `TOTAL-FE` (front end), `TOTAL-HUB` (transport), `TOTAL-SUB` (submission), `TOTAL` (Exchange 2010); null where none is told. */
  readonly total: string | null;
  /** The total; null where none is told. */
  readonly seconds: number | null;
  /** In the order in which they passed; what was waited for twice is told twice. */
  readonly components: readonly LatencyComponent[];
}
