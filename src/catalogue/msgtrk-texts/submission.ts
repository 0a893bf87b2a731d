import { MODERN_ADVICE } from '../msgtrk-advice.ts';
import type { MsgtrkTexts } from './types.ts';
import {
  SINCE_2007,
  SINCE_2010,
  SINCE_2013,
  SINCE_2016,
  TRACKING,
  TRACKING_2007,
} from './versions.ts';

/** Mail on its way out of a mailbox, up to the transport service. */
export const SUBMISSION_TEXTS = {
  NOTIFYMAPI: {
    name: 'seen in the Outbox of a mailbox',
    meaning:
      'The mailbox server noticed a message in the Outbox. It is the earliest sign of it and has no message id; nothing has been handed over yet.',
    ...MODERN_ADVICE.submission,
    versions: SINCE_2010,
    source: TRACKING,
  },
  NOTIFYSHADOW: {
    name: 'seen in the Outbox, a shadow copy is wanted',
    meaning:
      'The mailbox server noticed a message in the Outbox, and a shadow copy of it has to be made. Nothing has been handed over yet.',
    ...MODERN_ADVICE.submission,
    versions: SINCE_2013,
    source: TRACKING,
  },
  CLIENTSUBMISSION: {
    name: 'submitted from the Outbox',
    meaning:
      'A client submitted the message from the Outbox of a mailbox. That the transport service has it is not proved: look for SUBMIT.',
    ...MODERN_ADVICE.submission,
    versions: SINCE_2016,
    source: TRACKING,
  },
  SUBMIT: {
    name: 'submitted to the transport service',
    meaning:
      'From 2013 on: the Mailbox Transport Submission service handed the message to a transport service. In 2007 and 2010: the mailbox server told a hub server of it. A RECEIVE there has to follow.',
    causes: [
      'the log of the transport service that took it is not loaded',
      'the hub server (2007 and 2010) has not fetched the message',
      'the transport service is under back pressure',
    ],
    nextCheck:
      'Load the MSGTRK logs of all transport servers for that time and look for RECEIVE of the same message id. Then run "Test-ServiceHealth SERVER" and "Get-Queue SERVER\\Submission".',
    versions: SINCE_2007,
    source: TRACKING_2007,
  },
  SUBMITDEFER: {
    name: 'submission put off',
    meaning:
      'The Mailbox Transport Submission service could not hand the message to a transport service yet, and will try again. The message is still in the mailbox.',
    causes: [
      'no transport service of the site answers, or all are under back pressure',
      'the transport service refuses the connection: certificate, connector or limit',
      'the sending mailbox goes beyond its submission quota',
    ],
    nextCheck:
      'Read the reason: "Get-MessageTrackingLog -Server SERVER -EventId SUBMITDEFER | fl Timestamp,SourceContext,RecipientStatus". Then "Test-ServiceHealth" and "Get-ServerComponentState SERVER -Component HubTransport" on the transport servers.',
    versions: SINCE_2013,
    source: TRACKING,
  },
  SUBMITFAIL: {
    name: 'submission failed',
    meaning:
      'The Mailbox Transport Submission service gave the message up before transport had it. That the sender was told is not proved.',
    ...MODERN_ADVICE.failed,
    versions: SINCE_2013,
    source: TRACKING,
  },
} as const satisfies Partial<MsgtrkTexts>;
