/** The log formats that are read, by the names that options and reports use. */
export const FORMAT_NAMES = ['exchange2003', 'msgtrk', 'exchange55', 'messagetrace'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];
