/** What a page shows at most; what it leaves out is counted there, and told where all of it is. */
export interface PageLimits {
  /** What has all, as a sentence names it. */
  readonly whole: string;
  /** Messages shown in full, with picture and events. */
  readonly messages: number;
  /** Rows of the list of messages. */
  readonly listed: number;
  /** Recipients of one message that have a lane and a list of events. */
  readonly lanes: number;
  /** Lines of logs in such a picture and list. */
  readonly events: number;
  /** The same of all messages of a page. */
  readonly allLanes: number;
  readonly allEvents: number;
  /** Verdicts of one message told in sentences, each of all recipients that it holds of. */
  readonly verdicts: number;
  /** Recipients named with one of these verdicts, and those of a message with another. */
  readonly recipients: number;
  /** Servers, and gaps of each, whose coverage is told. */
  readonly servers: number;
  readonly gaps: number;
}

export const PAGE_LIMITS: PageLimits = {
  whole: 'trace.json',
  messages: 200,
  listed: 3000,
  lanes: 100,
  events: 1200,
  allLanes: 300,
  allEvents: 3000,
  verdicts: 8,
  recipients: 1000,
  servers: 200,
  gaps: 20,
};
