/** The widths of a phone, a desk and a wall (CSS pixels), and how much of a page a picture holds at most. */
export const SCREENS = [
  { name: 'phone', width: 360, height: 1400 },
  { name: 'desk', width: 1280, height: 1200 },
  { name: 'wall', width: 2560, height: 1350 },
] as const;

export const SCHEMES = ['light', 'dark'] as const;

/** Logs of the fixtures that a stop looks at. */
export const LOGS = {
  2003: ['fixtures/logs'],
  2019: ['fixtures/msgtrk'],
} as const;

export interface Stop {
  /** Begins the names of its pictures. */
  readonly name: string;
  readonly logs: keyof typeof LOGS;
  /** Address of a page; of the page of a message with `report`: that message in the report of an export. */
  readonly path: string;
  readonly report?: boolean;
  /** Selector of what is in a fold that is opened. */
  readonly open?: string;
  /** Selector of what gets the focus. */
  readonly focus?: string;
  /** Selector of what the picture begins with, where that is not the top of the page. */
  readonly from?: string;
}

const MISSING = '/message?id=F16E5DA74673964608D0CF1EEE%40exch01.corp.example';
const LATE = '/message?id=c51ce410c124a10e0db5e4b97fc2af39%40contoso.example';

/** The tour, in the order of docs/tour.md. */
export const STOPS: readonly Stop[] = [
  { name: 'start', logs: 2003, path: '/' },
  { name: 'search', logs: 2003, path: '/?q=bob%40partner.example+2004-02-18' },
  { name: 'message', logs: 2003, path: MISSING, focus: '.spot >> nth=10' },
  { name: 'lines', logs: 2003, path: MISSING, open: '.raw', from: 'details:has(.raw)' },
  { name: 'report', logs: 2003, path: MISSING, report: true },
  { name: 'modern', logs: 2019, path: LATE },
  { name: 'stuck', logs: 2003, path: '/stuck' },
  { name: 'day', logs: 2003, path: '/daily' },
  { name: 'coverage', logs: 2003, path: '/coverage' },
  { name: 'explain', logs: 2003, path: '/explain?what=remote-queue' },
];

export function pictureName(stop: string, screen: string, scheme: string): string {
  return `${stop}-${screen}-${scheme}.webp`;
}

/** All pictures of the tour, as docs/tour/ holds them. */
export const PICTURES: readonly string[] = STOPS.flatMap(({ name }) =>
  SCREENS.flatMap((screen) => SCHEMES.map((scheme) => pictureName(name, screen.name, scheme))),
);
