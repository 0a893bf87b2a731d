import { VERSION } from '../../model/version.ts';
import type { FileDigests } from './manifest.ts';

const PROFILE_ID = 'urn:mailtrail:bagit-profile:1';

export const BAGIT_TXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export interface BagInfo {
  readonly caseName: string;
  /** Day of the export, `2004-02-18`. */
  readonly day: string;
  readonly payload: FileDigests;
  /** SHA-256 of `manifest-sha256.txt` of the same export unredacted; null: nothing was redacted. */
  readonly redactionOf: string | null;
}

/** `bag-info.txt` (RFC 8493, 2.2.2). */
export function bagInfoText({ caseName, day, payload, redactionOf }: BagInfo): string {
  let bytes = 0;
  for (const digests of payload.values()) bytes += digests.bytes;
  const fields = [
    ['External-Identifier', caseName],
    ['Bagging-Date', day],
    ['Bag-Software-Agent', `mailtrail ${VERSION}`],
    ['Payload-Oxum', `${bytes}.${payload.size}`],
    ['BagIt-Profile-Identifier', PROFILE_ID],
    ...(redactionOf === null ? [] : [['Mailtrail-Redaction-Of', redactionOf]]),
  ];
  return fields.map((field) => `${field.join(': ')}\n`).join('');
}

/** `profile.json`: what a bag of ours has, in the words of BagIt Profiles 1.4. */
export function profileText(): string {
  const required = { required: true };
  const profile = {
    'BagIt-Profile-Info': {
      'BagIt-Profile-Identifier': PROFILE_ID,
      'BagIt-Profile-Version': '1.4.0',
      'Source-Organization': 'mailtrail',
      'External-Description': 'Evidence of what mail servers logged of messages',
      Version: '1',
    },
    'Bag-Info': {
      'External-Identifier': required,
      'Bagging-Date': required,
      'Bag-Software-Agent': required,
      'Payload-Oxum': required,
      'BagIt-Profile-Identifier': required,
      'Mailtrail-Redaction-Of': { required: false },
    },
    'Manifests-Required': ['sha256', 'sha512'],
    'Tag-Manifests-Required': ['sha256', 'sha512'],
    'Tag-Files-Required': [
      'custody.jsonl',
      'method.md',
      'certification-template.md',
      'profile.json',
    ],
    'Allow-Fetch.txt': false,
    Serialization: 'optional',
    'Accept-Serialization': ['application/zip'],
    'Accept-BagIt-Version': ['1.0'],
  };
  return `${JSON.stringify(profile, null, 2)}\n`;
}
