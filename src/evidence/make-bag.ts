import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceCase } from '../model/evidence.ts';
import { filesBelow } from './bag/files-below.ts';
import { newBagPlace } from './bag/bag-place.ts';
import type { BagPlace } from './bag/bag-place.ts';
import { manifestSha256, putPayload, putTags } from './bag/write-bag.ts';
import type { BagTags, OnFile, WrittenBag } from './bag/write-bag.ts';
import type { BagFile } from './bag-file.ts';
import { certificationText } from './certification.ts';
import { methodText } from './method.ts';
import type { Asked } from './method.ts';
import { payloadFiles } from './payload/payload.ts';
import { LeakSearch, refuseLeaks } from './redact/leaks.ts';
import type { Secrets } from './redact/leaks.ts';
import { redactCase } from './redact/redact-case.ts';
import type { RedactOptions } from './redact/redact-case.ts';

export interface BagRequest {
  readonly given: EvidenceCase;
  readonly out: string;
  readonly zip: boolean;
  readonly tz: string;
  /** What was asked for, as the user wrote it. */
  readonly asked: readonly Asked[];
  /** Whole log files, where they are wanted. */
  readonly wholeSources: readonly BagFile[];
  /** Null: nothing is hidden. */
  readonly redact: Omit<RedactOptions, 'parentManifestSha256' | 'asked'> | null;
  readonly tags: Omit<BagTags, 'method' | 'certification' | 'redactionOf'>;
  /** Told what is there to be removed if the program ends. */
  readonly onPlace: (place: BagPlace) => void;
  readonly onFile: OnFile;
}

/** Writes a bag, complete or not at all. */
export async function makeBag(request: BagRequest): Promise<WrittenBag> {
  const { out, zip, tz, tags, wholeSources, onFile } = request;
  const place = await newBagPlace(out, zip);
  request.onPlace(place);
  try {
    const { given, asked, redaction, secrets } = await shownCase(request);
    const files = [...payloadFiles(given, { tz, redaction }), ...wholeSources];
    const payload = await putPayload(place.folder, files, onFile);
    const bag = await putTags(place.folder, payload, {
      ...tags,
      host: redaction === null ? tags.host : null,
      method: methodText({
        given,
        asked,
        redacted: redaction !== null,
        includesSources: wholeSources.length > 0,
      }),
      certification: certificationText(given.name, manifestSha256(payload), redaction !== null),
      redactionOf: redaction?.parentManifestSha256 ?? null,
    });
    if (secrets !== null) await searchForLeaks(place.folder, secrets, onFile);
    await place.finish();
    return bag;
  } finally {
    place.discard();
  }
}

interface ShownCase {
  readonly given: EvidenceCase;
  readonly asked: readonly Asked[];
  readonly redaction: ReturnType<typeof redactCase>['redaction'] | null;
  readonly secrets: Secrets | null;
}

async function shownCase({ given, asked, redact, tz, onFile }: BagRequest): Promise<ShownCase> {
  if (redact === null) return { given, asked, redaction: null, secrets: null };
  // The same export unredacted is only hashed: nothing of it is written anywhere.
  const parent = await putPayload(null, payloadFiles(given, { tz, redaction: null }), onFile);
  const parentManifestSha256 = manifestSha256(parent);
  const made = redactCase(given, { ...redact, asked, parentManifestSha256 });
  return {
    given: made.redacted,
    asked: made.asked,
    redaction: made.redaction,
    secrets: made.secrets,
  };
}

async function searchForLeaks(folder: string, secrets: Secrets, onFile: OnFile): Promise<void> {
  for (const path of await filesBelow(folder)) {
    onFile(path);
    const search = new LeakSearch(secrets, path);
    for await (const chunk of createReadStream(join(folder, ...path.split('/'))))
      if (Buffer.isBuffer(chunk)) search.add(chunk);
    refuseLeaks(search.end());
  }
}
