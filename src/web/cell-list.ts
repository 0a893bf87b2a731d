import type { QueueTable, StuckBy } from '../model/stuck-report.ts';
import { address } from './query.ts';
import type { Parameters } from './query.ts';

/** The filter of the search that a row stands for. */
const FILTER: Readonly<Record<StuckBy, string>> = {
  destination: 'destination',
  server: 'server',
  stage: 'stage',
  sender: 'sender-domain',
  'next-hop': 'next-hop',
};

/** A cell of the table of ages; null: of all rows, of all ages. */
interface CellPlace {
  readonly key: string | null;
  readonly bucket: number | null;
}

/** The search that finds just the recipients of a cell; `parameters` are those of the page that shows it. */
export function cellList(
  { by, bucketMinutes }: Pick<QueueTable, 'by' | 'bucketMinutes'>,
  { key, bucket }: CellPlace,
  parameters: Parameters,
): string {
  const minutes = (at: number): string | undefined => {
    const limit = bucketMinutes[at] ?? null;
    return limit === null ? undefined : `${limit}m`;
  };
  return address('/', {
    open: 1,
    ...(key === null ? {} : { [FILTER[by]]: key }),
    ...(bucket === null ? {} : { 'min-age': minutes(bucket - 1), 'younger-than': minutes(bucket) }),
    'as-of': parameters['as-of'],
    'older-than': parameters['older-than'],
    'with-system': parameters['with-system'],
  });
}
