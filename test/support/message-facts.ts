import type { MessageFacts } from '../../src/store/message-facts.ts';

/** What a line tells of a message: nothing but its number and the subject. */
export function factsAtLine(line: number, subject: string | null = null): MessageFacts {
  return {
    firstAt: 0,
    lastAt: 0,
    rank: 1,
    at: 0,
    slot: 1,
    line,
    sender: null,
    subject,
    sizeBytes: null,
    recipientCount: null,
    originatedAt: null,
  };
}
