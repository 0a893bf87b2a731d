import { isUnknownMsgtrkCode, msgtrkCode, unknownKey } from '../catalogue/msgtrk-codes.ts';
import { isWrittenByClient, namesReceiver } from './msgtrk-hosts.ts';
import { linksTo, tellsArrival, visible } from './msgtrk-ids.ts';
import {
  mayStayInServer,
  mayWaitForMailbox,
  tellsOfFormer,
  tellsOfOriginal,
} from './msgtrk-roles.ts';
import { writesReports } from './msgtrk-sender.ts';

/** What is to be read of lines of one event and source, and their codes by role. */
export interface EventPlan {
  /** False: the line has to be read as a text. */
  readonly taken: boolean;
  /** Its name where nobody knows it; null for a known one. */
  readonly text: string | null;
  readonly byClient: boolean;
  readonly namesReceiver: boolean;
  readonly links: boolean;
  readonly tellsArrival: boolean;
  readonly reports: boolean;
  readonly submits: boolean;
  readonly notifies: boolean;
  readonly tellsFormer: boolean;
  readonly mayStay: boolean;
  readonly mayWait: boolean;
  readonly named: number;
  readonly mailbox: number;
  readonly ownServer: number;
  readonly former: number;
}

interface Entry {
  readonly key: Uint8Array;
  readonly hash: number;
  readonly eventLength: number;
  readonly plan: EventPlan;
}

const EVENT_ID = /^[a-z][\w.-]{0,63}$/i;

export function isEventId(text: string): boolean {
  return EVENT_ID.test(text);
}

const SLOTS = 1024;
/** Exchange writes some 150 pairs. */
const MOST_ENTRIES = 400;
const LONGEST = 96;

const NOT_TAKEN: EventPlan = planOf('', '');

/** Finds the plan of an event and a source without making texts of them. */
export class EventPlans {
  readonly #slots: (Entry | null)[] = Array.from({ length: SLOTS }, () => null);
  #entries = 0;

  find(
    bytes: Uint8Array,
    eventFrom: number,
    eventTo: number,
    sourceFrom: number,
    sourceTo: number,
  ): EventPlan {
    const eventLength = eventTo - eventFrom;
    if (eventLength + sourceTo - sourceFrom > LONGEST) return NOT_TAKEN;
    const hash = hashOf(
      bytes,
      sourceFrom,
      sourceTo,
      hashOf(bytes, eventFrom, eventTo, eventLength),
    );
    for (let slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const entry = this.#slots[slot] ?? null;
      if (entry === null) {
        const event = Buffer.from(bytes.subarray(eventFrom, eventTo));
        return this.#add(slot, hash, event, Buffer.from(bytes.subarray(sourceFrom, sourceTo)));
      }
      if (
        entry.hash === hash &&
        entry.eventLength === eventLength &&
        entry.key.length === eventLength + sourceTo - sourceFrom &&
        isAt(entry.key, 0, bytes, eventFrom, eventTo) &&
        isAt(entry.key, eventLength, bytes, sourceFrom, sourceTo)
      )
        return entry.plan;
    }
  }

  #add(slot: number, hash: number, event: Buffer, source: Buffer): EventPlan {
    const plan = planOf(event.toString('latin1'), source.toString('latin1'));
    // A log of nothing but new events fills no table.
    if (this.#entries >= MOST_ENTRIES) return plan;
    this.#entries += 1;
    const key = Buffer.concat([event, source]);
    this.#slots[slot] = { key, hash, eventLength: event.length, plan };
    return plan;
  }
}

function planOf(written: string, source: string): EventPlan {
  const event = written.toUpperCase();
  const named = msgtrkCode(event, source);
  return {
    taken: isEventId(written) && !tellsOfOriginal(event),
    text: isUnknownMsgtrkCode(named) ? visible(unknownKey(written, source)) : null,
    byClient: isWrittenByClient(event),
    namesReceiver: namesReceiver(event),
    links: linksTo(event),
    tellsArrival: tellsArrival(event),
    reports: writesReports(source),
    submits: event === 'SUBMIT',
    notifies: event === 'NOTIFYMAPI',
    tellsFormer: tellsOfFormer(event),
    mayStay: mayStayInServer(event),
    mayWait: mayWaitForMailbox(event),
    named,
    mailbox: msgtrkCode(event, source, 'mailbox'),
    ownServer: msgtrkCode(event, source, 'own-server'),
    former: msgtrkCode(event, source, 'former'),
  };
}

function hashOf(bytes: Uint8Array, from: number, to: number, seed: number): number {
  let hash = seed;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
  return hash;
}

function isAt(key: Uint8Array, at: number, bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (key[at + i - from] !== bytes[i]) return false;
  return true;
}
