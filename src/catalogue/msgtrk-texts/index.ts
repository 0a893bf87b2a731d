import type { MsgtrkCode } from '../msgtrk-codes.ts';
import { CATEGORIZER_TEXTS } from './categorizer.ts';
import { DELIVERY_TEXTS } from './delivery.ts';
import { FAILURE_TEXTS } from './failure.ts';
import { MODERATION_TEXTS } from './moderation.ts';
import { ONLINE_TEXTS } from './online.ts';
import { REDUNDANCY_TEXTS } from './redundancy.ts';
import { SUBMISSION_TEXTS } from './submission.ts';
import { TRANSPORT_TEXTS } from './transport.ts';
import type { EventText, MsgtrkTexts } from './types.ts';

/** The words of each modern event. */
export const MSGTRK_TEXTS: MsgtrkTexts = {
  ...SUBMISSION_TEXTS,
  ...TRANSPORT_TEXTS,
  ...CATEGORIZER_TEXTS,
  ...DELIVERY_TEXTS,
  ...FAILURE_TEXTS,
  ...REDUNDANCY_TEXTS,
  ...MODERATION_TEXTS,
  ...ONLINE_TEXTS,
};

/** What an event means, in words. */
export function msgtrkText({ event, source, role }: MsgtrkCode): EventText {
  const { from, as, ...text } = MSGTRK_TEXTS[event];
  return {
    ...text,
    ...(source === null ? {} : from?.[source]),
    ...(role === 'named' ? {} : as?.[role]),
  };
}
