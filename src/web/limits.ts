import { PAGE_LIMITS } from '../render/html/limits.ts';
import type { PageLimits } from '../render/html/limits.ts';

/** As in a report, but that the rest of it is one click away. */
export const WEB_LIMITS: PageLimits = { ...PAGE_LIMITS, whole: 'this page as JSON' };
