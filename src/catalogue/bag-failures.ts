import type { BagFailureCode } from '../model/verify-report.ts';

interface BagFailureEntry<Code extends string> {
  readonly code: Code;
  readonly meaning: string;
  readonly nextCheck: string;
}

type BagFailureTable = { readonly [K in BagFailureCode]: BagFailureEntry<K> };

const OTHER_COPY = 'Take the bag again from whoever made it, and compare the two.';
const WHO_CHANGED =
  'Ask who had the bag since the last custody entry; compare it with another copy.';
const HOSTILE =
  'No export makes such a bag. Do not unpack it; ask for it again, and find out who made it.';
const MAKER =
  'Tell whoever made the bag: the program that wrote it made a mistake, or it was edited.';

/** What `verify` may find, one row for each code; docs/evidence-format.md is what it is held against. */
export const BAG_FAILURE_TABLE = {
  'missing-file': {
    code: 'missing-file',
    meaning: 'A file that a manifest lists, or that each bag has, is not in the bag.',
    nextCheck: OTHER_COPY,
  },
  'unlisted-file': {
    code: 'unlisted-file',
    meaning: 'The bag holds a file that no manifest lists: it was added or renamed afterwards.',
    nextCheck:
      'Desktops leave files of their own (.DS_Store, Thumbs.db): take them out and verify again. Anything else was put there by somebody.',
  },
  'wrong-checksum': {
    code: 'wrong-checksum',
    meaning: 'The bytes of a file are not those that the manifest was written for.',
    nextCheck: WHO_CHANGED,
  },
  'unreadable-file': {
    code: 'unreadable-file',
    meaning: 'A file of the bag could not be read to its end.',
    nextCheck: 'Check the permissions and the medium that the bag lies on.',
  },
  'bad-manifest-line': {
    code: 'bad-manifest-line',
    meaning:
      'A line of a manifest is not a digest in lower-case hexadecimal, two spaces and a path.',
    nextCheck: WHO_CHANGED,
  },
  'manifest-order': {
    code: 'manifest-order',
    meaning: 'Lines of a manifest do not stand in order of path.',
    nextCheck: WHO_CHANGED,
  },
  'manifests-differ': {
    code: 'manifests-differ',
    meaning: 'The SHA-256 and the SHA-512 manifest do not list the same files.',
    nextCheck: WHO_CHANGED,
  },
  'duplicate-entry': {
    code: 'duplicate-entry',
    meaning: 'A path is there more than once, so that two programs may read two different files.',
    nextCheck: HOSTILE,
  },
  'case-collision': {
    code: 'case-collision',
    meaning:
      'Two paths differ only in capitals: on Windows and macOS one file would replace the other.',
    nextCheck: HOSTILE,
  },
  'unsafe-path': {
    code: 'unsafe-path',
    meaning: 'A path leads out of the bag, or holds characters that no path of a bag has.',
    nextCheck: HOSTILE,
  },
  'bad-encoding': {
    code: 'bad-encoding',
    meaning: 'A name or a tag file is not UTF-8, or begins with a byte order mark.',
    nextCheck: 'Check that no editor saved the file anew, and that no program renamed it.',
  },
  link: {
    code: 'link',
    meaning: 'An entry is a link. It is not followed: it may lead anywhere, also out of the bag.',
    nextCheck: HOSTILE,
  },
  'special-file': {
    code: 'special-file',
    meaning: 'An entry is a device, a pipe or a socket.',
    nextCheck: HOSTILE,
  },
  'too-deep': {
    code: 'too-deep',
    meaning: 'Folders lie within folders deeper than in any bag.',
    nextCheck: HOSTILE,
  },
  'too-large': {
    code: 'too-large',
    meaning: 'What the bag says it holds is more than would be read.',
    nextCheck: 'If the bag really is that large, name a limit with --max-size.',
  },
  'too-many-entries': {
    code: 'too-many-entries',
    meaning: 'The bag holds more files than would be read.',
    nextCheck: HOSTILE,
  },
  'zip-damaged': {
    code: 'zip-damaged',
    meaning: 'The zip file, or an entry in it, cannot be unpacked.',
    nextCheck: 'Most often a copy broke off or a transfer changed bytes. ' + OTHER_COPY,
  },
  'zip-top-folder': {
    code: 'zip-top-folder',
    meaning: 'A zipped bag holds one folder, and all files in it.',
    nextCheck: 'If somebody unpacked and zipped it again: unpack it, and verify the folder.',
  },
  'zip-encrypted': {
    code: 'zip-encrypted',
    meaning: 'An entry of the zip file is encrypted.',
    nextCheck: 'Unpack it with its password, and verify the folder.',
  },
  'zip-method': {
    code: 'zip-method',
    meaning: 'An entry of the zip file is packed in another way than most programs can unpack.',
    nextCheck: 'Unpack it with the program that made it, and verify the folder.',
  },
  'zip-overlap': {
    code: 'zip-overlap',
    meaning: 'Entries of the zip file share bytes, as those of a zip bomb do.',
    nextCheck: HOSTILE,
  },
  'zip-header': {
    code: 'zip-header',
    meaning:
      'The list at the end of the zip file and the header before an entry disagree: two programs may unpack different files.',
    nextCheck: HOSTILE,
  },
  'fetch-file': {
    code: 'fetch-file',
    meaning:
      'The bag has a fetch.txt: parts of it are to be loaded from the network, and mailtrail loads nothing.',
    nextCheck: 'Fetch the files with a BagIt tool, take fetch.txt out, and verify again.',
  },
  'bad-bag-declaration': {
    code: 'bad-bag-declaration',
    meaning: 'The file bagit.txt does not say what it must.',
    nextCheck: WHO_CHANGED,
  },
  'bad-bag-info': {
    code: 'bad-bag-info',
    meaning: 'The file bag-info.txt lacks a label, has one twice, or is not written as it must be.',
    nextCheck: WHO_CHANGED,
  },
  'oxum-mismatch': {
    code: 'oxum-mismatch',
    meaning: 'Payload-Oxum in bag-info.txt tells another number of bytes or files than data/ has.',
    nextCheck: OTHER_COPY,
  },
  'custody-bad-line': {
    code: 'custody-bad-line',
    meaning: 'A line of custody.jsonl is not an entry as the format has it.',
    nextCheck: WHO_CHANGED,
  },
  'custody-wrong-hash': {
    code: 'custody-wrong-hash',
    meaning: 'A custody entry does not have the hash that it names: it was changed afterwards.',
    nextCheck: WHO_CHANGED,
  },
  'custody-broken-chain': {
    code: 'custody-broken-chain',
    meaning: 'A custody entry does not name the hash of the one before it.',
    nextCheck: WHO_CHANGED,
  },
  'custody-reordered': {
    code: 'custody-reordered',
    meaning: 'Custody entries do not stand in order, or one is there twice.',
    nextCheck: WHO_CHANGED,
  },
  'custody-dropped': {
    code: 'custody-dropped',
    meaning: 'Custody entries are missing.',
    nextCheck: WHO_CHANGED,
  },
  'custody-wrong-manifest': {
    code: 'custody-wrong-manifest',
    meaning: 'A custody entry is of another payload: it names another hash of manifest-sha256.txt.',
    nextCheck: WHO_CHANGED,
  },
  'provenance-bad-row': {
    code: 'provenance-bad-row',
    meaning: 'A row of provenance.jsonl is not written as the format has it.',
    nextCheck: MAKER,
  },
  'provenance-order': {
    code: 'provenance-order',
    meaning: 'Rows of provenance.jsonl do not stand in order of their place in raw/.',
    nextCheck: MAKER,
  },
  'provenance-out-of-range': {
    code: 'provenance-out-of-range',
    meaning: 'A row names bytes beyond the end of the part or of the log.',
    nextCheck: MAKER,
  },
  'provenance-bytes-differ': {
    code: 'provenance-bytes-differ',
    meaning: 'The bytes of a line under raw/ are not those of its row in provenance.jsonl.',
    nextCheck: WHO_CHANGED,
  },
  'provenance-not-covered': {
    code: 'provenance-not-covered',
    meaning: 'Bytes of a file under raw/ are of no row in provenance.jsonl.',
    nextCheck: WHO_CHANGED,
  },
  'provenance-no-part': {
    code: 'provenance-no-part',
    meaning: 'Rows name a file under raw/ that is not there.',
    nextCheck: OTHER_COPY,
  },
  'provenance-mixed-sources': {
    code: 'provenance-mixed-sources',
    meaning: 'Rows of one file under raw/ are of different logs, or do not agree what log it was.',
    nextCheck: MAKER,
  },
  'source-missing': {
    code: 'source-missing',
    meaning: 'Whole logs lie in the bag, and one that rows are of is not among them.',
    nextCheck: WHO_CHANGED,
  },
  'source-unknown': {
    code: 'source-unknown',
    meaning: 'A whole log in the bag is not one that rows are of.',
    nextCheck: WHO_CHANGED,
  },
  'source-line-differs': {
    code: 'source-line-differs',
    meaning:
      'The bytes of a line in the whole log, which lies in the bag, are not those of its row.',
    nextCheck: WHO_CHANGED,
  },
  'event-bad-row': {
    code: 'event-bad-row',
    meaning: 'A row of events.jsonl is not JSON, or lacks its place in a log.',
    nextCheck: MAKER,
  },
  'event-without-line': {
    code: 'event-without-line',
    meaning: 'A row of events.jsonl rests on a line that provenance.jsonl does not have.',
    nextCheck: WHO_CHANGED,
  },
  'event-missing': {
    code: 'event-missing',
    meaning: 'A line of an event in provenance.jsonl has no row in events.jsonl.',
    nextCheck: WHO_CHANGED,
  },
  'trace-bad': {
    code: 'trace-bad',
    meaning: 'The file data/trace.json is not a report as trace writes it.',
    nextCheck: MAKER,
  },
  'trace-without-line': {
    code: 'trace-without-line',
    meaning: 'An event of trace.json rests on a line that provenance.jsonl does not have.',
    nextCheck: WHO_CHANGED,
  },
  'redaction-mismatch': {
    code: 'redaction-mismatch',
    meaning: 'The files bag-info.txt and data/redaction.json do not name the same unredacted bag.',
    nextCheck: WHO_CHANGED,
  },
  'log-missing': {
    code: 'log-missing',
    meaning: 'No file in the folder of --logs begins with the bytes of a log of the bag.',
    nextCheck:
      'Name the folder that holds the logs of that server and day, or verify without --logs.',
  },
  'log-differs': {
    code: 'log-differs',
    meaning: 'The log of that name has other content than when it was read.',
    nextCheck: 'Compare the log with a backup; find out who or what changed it since.',
  },
  'log-line-differs': {
    code: 'log-line-differs',
    meaning: 'The bytes of a line in the original log are not those of the bag.',
    nextCheck: WHO_CHANGED,
  },
  'signature-bad-statement': {
    code: 'signature-bad-statement',
    meaning: 'What was signed is not written as a statement of this format.',
    nextCheck: WHO_CHANGED,
  },
  'signature-invalid': {
    code: 'signature-invalid',
    meaning: 'A signature does not fit what it signs.',
    nextCheck: WHO_CHANGED,
  },
  'signature-other-key': {
    code: 'signature-other-key',
    meaning: 'A signature is by another key than those of --key.',
    nextCheck: 'Ask the signer for the public key, by another way than the bag came.',
  },
  'signature-wrong-manifest': {
    code: 'signature-wrong-manifest',
    meaning:
      'A signature is of other files: it names other hashes of the manifests, of method.md or of another file beside data/.',
    nextCheck: WHO_CHANGED,
  },
  'signature-wrong-custody': {
    code: 'signature-wrong-custody',
    meaning: 'The custody entry that was signed is not in the chain any more.',
    nextCheck: WHO_CHANGED,
  },
  'signature-missing': {
    code: 'signature-missing',
    meaning: 'With --key: no signature of the bag is good and by that key.',
    nextCheck: 'Ask the signer whether the bag was signed, and with which key.',
  },
  'timestamp-invalid': {
    code: 'timestamp-invalid',
    meaning: 'The answer of the time stamp authority is not one for this manifest, or not genuine.',
    nextCheck: 'Ask the authority again with manifest-sha256.txt.tsq, and check its certificate.',
  },
  'timestamp-missing': {
    code: 'timestamp-missing',
    meaning: 'With --tsa-ca: no answer of a time stamp authority lies in the bag.',
    nextCheck:
      'Put the answer into the bag as manifest-sha256.txt.tsr, or verify without --tsa-ca.',
  },
} as const satisfies BagFailureTable;
