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

/** Where the time of one recipient went, as the line says that ended its way on its last server. */
export interface LatencyReport {
  /** The event whose line says so: `DELIVER/STOREDRIVER`. */
  readonly event: string;
  readonly at: string;
  /** When the message first came to the organisation; null where the line does not say. */
  readonly originalArrivalAt: string | null;
  /** From then to the event; below zero where clocks differ. */
  readonly seconds: number | null;
  /** One for each service that it passed. */
  readonly segments: readonly LatencySegment[];
}

/** Why a recipient was put off or failed, as the line says. Null: the line does not say. */
export interface DetailReport {
  readonly event: string;
  readonly at: string;
  /** The last error or the reply, as written there: its first 2,000 characters. */
  readonly text: string | null;
  /** `550` */
  readonly replyCode: number | null;
  /** `5.1.1` */
  readonly statusCode: string | null;
  /** What the catalogue calls the reason: `RESOLVER.ADR.RecipNotFound`. */
  readonly reason: string | null;
  /** What reason or status code mean. */
  readonly meaning: string | null;
  /** Who said so. */
  readonly host: string | null;
  readonly ip: string | null;
  /** When it is tried again. */
  readonly nextTryAt: string | null;
  /** How often it was put off on that server since it arrived there, up to this line. */
  readonly timesPutOff: number;
}
