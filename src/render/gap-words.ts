interface Gap {
  readonly why: string;
  readonly file?: string;
  readonly lastFile?: string;
}

/** What is missing: `no file`, `silent`, `no MSGTRK2022091915-2.LOG`. File names are those that Exchange gives. */
export function gapWords({ why, file, lastFile }: Gap): string {
  if (file !== undefined) return `no ${lastFile === undefined ? file : `${file} to ${lastFile}`}`;
  return why === 'missing-day' ? 'no file' : 'silent';
}
