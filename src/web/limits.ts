import { PAGE_LIMITS } from '../render/html/limits.ts';
import type { PageLimits } from '../render/html/limits.ts';

/**
 * As in a report, but that the rest of it is one click away. Of each line a picture and a list need up to a kilobyte: with so many a page stays
 * below a megabyte, however long names are.
 */
export const WEB_LIMITS: PageLimits = { ...PAGE_LIMITS, whole: 'this page as JSON', events: 600 };
