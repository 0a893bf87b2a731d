import { putPayload, putTags } from '../../src/evidence/bag/write-bag.ts';
import type { BagTags } from '../../src/evidence/bag/write-bag.ts';
import { zipBag } from '../../src/evidence/bag/zip-bag.ts';

const PAYLOAD: Readonly<Record<string, string>> = {
  'data/report.txt': 'delivered\n',
  'data/raw/EXCH01/20040218.log.part': '# Date\tTime\r\n2004-2-18\t9:0:0 GMT\r\n',
};

const TAGS: BagTags = {
  caseName: 'INC-17',
  at: Date.parse('2004-02-19T08:00:00Z'),
  actor: 'ann',
  host: 'desk1',
  tool: 'mailtrail 0.1.0',
  text: 'exported 1 message',
  method: '# Method\n',
  certification: '# Certification\n',
  redactionOf: null,
  signingKey: null,
  timestampQuery: false,
};

/** Writes a small bag into the new folder `path`. */
export async function writeSmallBag(
  path: string,
  tags: Partial<BagTags> = {},
  payload: Readonly<Record<string, string>> = PAYLOAD,
): Promise<string> {
  const files = Object.entries(payload).map(([name, content]) => ({
    path: name,
    content: [content],
  }));
  const digests = await putPayload(path, files);
  await putTags(path, digests, { ...TAGS, ...tags });
  return path;
}

/** The same as a zip file; gives its path. */
export async function writeSmallZip(
  path: string,
  tags: Partial<BagTags> = {},
  payload: Readonly<Record<string, string>> = PAYLOAD,
): Promise<string> {
  const folder = await writeSmallBag(`${path}.folder`, tags, payload);
  await zipBag(folder, 'case', path);
  return path;
}
