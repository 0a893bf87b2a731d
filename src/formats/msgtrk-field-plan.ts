import { NO_FIELD } from './line-kernel.ts';
import type { MsgtrkColumn } from './msgtrk-columns.ts';
import type { MsgtrkPlan } from './msgtrk-row.ts';

/** Field number of each column; `NO_FIELD` where the line has no such one. */
export type FieldPlan = Readonly<ReturnType<typeof fieldPlan>>;

export function fieldPlan(plan: MsgtrkPlan) {
  const field = (name: MsgtrkColumn): number => plan.get(name) ?? NO_FIELD;
  return {
    time: field('date-time'),
    client: field('client-hostname'),
    server: field('server-hostname'),
    serverIp: field('server-ip'),
    context: field('source-context'),
    source: field('source'),
    event: field('event-id'),
    internalId: field('internal-message-id'),
    messageId: field('message-id'),
    networkMessageId: field('network-message-id'),
    recipients: field('recipient-address'),
    related: field('related-recipient-address'),
    bytes: field('total-bytes'),
    count: field('recipient-count'),
    reference: field('reference'),
    subject: field('message-subject'),
    sender: field('sender-address'),
    returnPath: field('return-path'),
    messageInfo: field('message-info'),
    directionality: field('directionality'),
  };
}
