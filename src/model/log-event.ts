/** One line of a tracking log, decoded. Text is as read, without the characters that stand for "none". */
export interface LogEvent {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly code: number;
  readonly messageId: string | null;
  readonly recipient: string | null;
  readonly server: string | null;
  /** Who the message is handed to (Partner-Name). */
  readonly partner: string | null;
  readonly clientHost: string | null;
  readonly sender: string | null;
  readonly subject: string | null;
  readonly sizeBytes: number | null;
  readonly recipientCount: number | null;
  /** Milliseconds UTC. */
  readonly originatedAt: number | null;
  readonly linkedMessageId: string | null;
  /** Build of the Windows SMTP service that wrote the line, as written there. */
  readonly serviceVersion: string | null;
  /** The GUID that all copies of a message keep (2013 and later); it tells two mails apart that share a message id. */
  readonly networkMessageId?: string | null;
  /** The DNS suffix of the server, where the line names it in full; `server` is then its first label, by which Exchange tells servers apart. */
  readonly serverSuffix?: string | null;
  /** The message id that stands for the mailbox and event number of a submission, where the line tells of a message that came from one. */
  readonly submissionId?: string | null;
  /** What an event id that nobody knows is called; its code is made of it. */
  readonly eventText?: string | null;
}

/** Where a line lies in its source: the line number counts from 1, offset and length are bytes, line end included. */
export interface LineAddress {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}
