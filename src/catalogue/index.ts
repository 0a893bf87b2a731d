export { BAG_FAILURE_TABLE } from './bag-failures.ts';
export { ALL_EVENTS, findEvent } from './events.ts';
export { findReason, REASONS } from './exchange-reasons.ts';
export { IMS_EVENTS } from './ims-events.ts';
export { MSGTRK_EVENT_IDS, MSGTRK_ROLES, MSGTRK_SOURCES, msgtrkCode } from './msgtrk-codes.ts';
export type { MsgtrkEventId, MsgtrkRole, MsgtrkSource } from './msgtrk-codes.ts';
export { findMsgtrkEvent } from './msgtrk-events.ts';
export { MSGTRK_FLOW } from './msgtrk-flow.ts';
export { MSGTRK_SOURCE_TABLE } from './msgtrk-sources.ts';
export { MSGTRK_TEXTS } from './msgtrk-texts/index.ts';
export { MTA_EVENTS } from './mta-events.ts';
export { REJECT_TABLE } from './rejects.ts';
export type { RejectCode } from './rejects.ts';
export { SMTP_EVENTS } from './smtp-events.ts';
export { STAGE_TABLE } from './stages.ts';
export { STATE_TABLE } from './states.ts';
export { findStatus, STATUS_TABLE } from './status-codes.ts';
export type {
  Advice,
  EventEntry,
  RejectEntry,
  StageEntry,
  StateEntry,
  StatusEntry,
} from './types.ts';

/** Raise it whenever a `stage`, `opens` or `handsOver` changes: stored hops are then folded anew from their events. */
export const CATALOGUE_VERSION = 2;
