import { MODERN_ADVICE } from '../msgtrk-advice.ts';
import type { MsgtrkTexts } from './types.ts';
import { SHADOW, SINCE_2010, SINCE_2013, TRACKING } from './versions.ts';

const SOURCE = `${TRACKING}; ${SHADOW}`;

/** Copies that are kept in reserve. None of them moves a recipient. */
export const REDUNDANCY_TEXTS = {
  HAREDIRECT: {
    name: 'shadow copy made',
    meaning:
      'Another server keeps a copy until this one has handed the message on. It is no delivery, and it may stand before the RECEIVE of the message.',
    ...MODERN_ADVICE.shadow,
    versions: SINCE_2010,
    source: SOURCE,
  },
  HAREDIRECTFAIL: {
    name: 'no shadow copy could be made',
    meaning:
      'No other server took a shadow copy; the source context says why. The message goes on all the same, unless the server is told to refuse such mail.',
    causes: [],
    nextCheck:
      'Nothing to do for the message, if a RECEIVE follows. Run "Get-TransportConfig | fl Shadow*,RejectMessageOnShadowFailure"; with one server alone it is to be expected, else check that its peers answer.',
    versions: SINCE_2013,
    source: SOURCE,
  },
  HARECEIVE: {
    name: 'shadow copy taken for another server',
    meaning:
      'This server keeps a copy for another one. It goes on with it only if that one does not answer, by default for 3 hours.',
    ...MODERN_ADVICE.shadow,
    versions: SINCE_2010,
    source: SOURCE,
  },
  HADISCARD: {
    name: 'shadow copy discarded',
    meaning:
      'The copy that was kept in reserve is no longer needed, as the message went on. By whom it was taken, the log of the other server says.',
    ...MODERN_ADVICE.shadow,
    versions: SINCE_2010,
    source: SOURCE,
  },
} as const satisfies Partial<MsgtrkTexts>;
