import { isSameHost } from '../model/host-name.ts';
import { isSameAscii, lower } from './ascii-range.ts';
import { asciiText } from './byte-fields.ts';
import type { ByteFields } from './byte-fields.ts';
import { setRange, TEXT } from './byte-line.ts';
import type { ByteLine } from './byte-line.ts';
import { NO_FIELD } from './line-kernel.ts';
import type { EventPlan } from './msgtrk-event-plans.ts';
import type { FieldPlan } from './msgtrk-field-plan.ts';
import { fullNameIn } from './msgtrk-hosts.ts';
import { OwnServers } from './msgtrk-own-servers.ts';
import type { KnownServer } from './msgtrk-own-servers.ts';
import { REPORTER } from './msgtrk-sender.ts';

const BRACKET = 0x5b;
const DOT = 0x2e;
const LESS = 0x3c;
const GREATER = 0x3e;
const REPORTER_BYTES = Buffer.from(REPORTER, 'latin1');

/** Sets what `hostsOf` and `senderOf` find in a line without quotes. */
export class ByteHosts {
  /** The server that wrote the line; null where it names none. */
  server: KnownServer | null = null;
  /** Where the sender is told, also of a report, which is nobody's; -1: it is not. */
  senderFrom = -1;
  senderTo = -1;
  readonly #line: ByteLine;
  readonly #fields: ByteFields;
  readonly #servers = new OwnServers();

  constructor(line: ByteLine, fields: ByteFields) {
    this.#line = line;
    this.#fields = fields;
  }

  /** False where the line has to be read as a text. */
  set(bytes: Uint8Array, at: FieldPlan, plan: EventPlan): boolean {
    const { byClient, namesReceiver, submits } = plan;
    const [local, other] = byClient ? [at.client, at.server] : [at.server, at.client];
    if (!this.#setText(bytes, TEXT.server, local)) this.#setText(bytes, TEXT.server, other);
    this.server = this.#findServer(bytes, at, plan);
    this.#line.ownServer = this.server;
    this.#setText(bytes, TEXT.clientHost, byClient ? NO_FIELD : at.client);
    const names = namesReceiver || submits;
    if (!this.#setText(bytes, TEXT.partner, names ? at.server : NO_FIELD) && namesReceiver)
      this.#setText(bytes, TEXT.partner, at.serverIp);
    // Who submits to itself hands nothing over.
    if (submits && this.staysInServer(bytes)) this.#line.ranges[TEXT.partner * 2] = -1;
    return this.#setSender(bytes, at, plan);
  }

  /** Whether the next hop is the server itself. */
  staysInServer(bytes: Uint8Array): boolean {
    const { ranges } = this.#line;
    const { server } = this;
    const from = ranges[TEXT.partner * 2] ?? -1;
    const to = ranges[TEXT.partner * 2 + 1] ?? -1;
    if (server === null || from < 0 || !mayBeSameHost(server.fullBytes, bytes, from, to))
      return false;
    if (isSameAscii(bytes, from, to, server.fullBytes, 0, server.fullBytes.length)) return true;
    return isSameHost(server.full, asciiText(bytes, from, to));
  }

  #findServer(bytes: Uint8Array, at: FieldPlan, { notifies }: EventPlan): KnownServer | null {
    const { from, to } = this.#fields;
    if (from === to) return null;
    if (!notifies) return this.#servers.find(bytes, from, to);
    const local = asciiText(bytes, from, to);
    const info = this.#fields.text(bytes, at.messageInfo);
    return this.#servers.named(fullNameIn(info, 'NOTIFYMAPI', local) ?? local);
  }

  /** As `senderOf`: reports are those of the null sender, where the line names that. */
  #setSender(bytes: Uint8Array, at: FieldPlan, { reports }: EventPlan): boolean {
    const isThere =
      this.#setText(bytes, TEXT.sender, at.sender) ||
      this.#setText(bytes, TEXT.sender, at.returnPath);
    const { from, to } = this.#fields;
    this.senderFrom = isThere ? from : -1;
    this.senderTo = to;
    const prefix = Math.min(from + REPORTER_BYTES.length, to);
    if (!reports && !isSameAscii(bytes, from, prefix, REPORTER_BYTES, 0, REPORTER_BYTES.length))
      return true;
    this.#setText(bytes, TEXT.sender, at.returnPath);
    return this.#isNullSender(bytes);
  }

  #isNullSender(bytes: Uint8Array): boolean {
    const { from, to } = this.#fields;
    return to - from === 2 && bytes[from] === LESS && bytes[from + 1] === GREATER;
  }

  /** Sets a text to a field; false where that is empty, and there is no text. */
  #setText(bytes: Uint8Array, text: number, field: number): boolean {
    const isThere = this.#fields.look(bytes, field);
    setRange(this.#line.ranges, text, this.#fields.from, this.#fields.to);
    return isThere;
  }
}

/** False where a host's first label is surely not that of another, whose name is in small letters; names in brackets are not looked at. */
function mayBeSameHost(host: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (host[0] === BRACKET || bytes[from] === BRACKET) return true;
  for (let i = 0; ; i++) {
    const one = i < host.length ? (host[i] ?? DOT) : DOT;
    const other = from + i < to ? lower(bytes[from + i] ?? DOT) : DOT;
    if (one !== other) return false;
    if (one === DOT) return true;
  }
}
