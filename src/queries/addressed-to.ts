import type { Verdict } from '../lifecycle/verdict.ts';
import { foldAddress } from '../model/fold-names.ts';
import { matchAddressText } from '../store/find-addresses.ts';
import type { Store } from '../store/reader.ts';

/** Whether a recipient is the one that `--to` asks for, under any form of its address. */
export function addressedTo(store: Store, to: string): (verdict: Verdict) => boolean {
  const matches = matchAddressText(store, to);
  return ({ forms }) => forms.some((form) => matches(foldAddress(form)));
}
