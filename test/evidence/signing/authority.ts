import { readFileSync } from 'node:fs';
import type { TempFolder } from '../../support/temp-folder.ts';
import { run } from './tools.ts';

const CONFIG = `
[tsa]
default_tsa = tsa1
[tsa1]
serial = serial
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
tsa_name = yes
`;

export interface Authority {
  /** PEM of its root. */
  readonly caFile: string;
  /** Its answer to a request. */
  answer(query: Uint8Array): Buffer;
}

/** A small time stamp authority of openssl in this folder. */
export function makeAuthority(folder: TempFolder): Authority {
  const openssl = (...args: string[]): void => {
    const { code, out } = run('openssl', args, { cwd: folder.path });
    if (code !== 0) throw new Error(`openssl ${args.join(' ')}\n${out}`);
  };
  folder.write('tsa.cnf', CONFIG);
  folder.write('serial', '01\n');
  folder.write(
    'usage.cnf',
    'extendedKeyUsage = critical,timeStamping\nkeyUsage = digitalSignature\n',
  );
  const newKey = ['-newkey', 'rsa:2048', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Test Root',
  );
  openssl(
    'req',
    ...newKey,
    '-keyout',
    'tsa.key',
    '-out',
    'tsa.csr',
    '-subj',
    '/O=Stamps Ltd/CN=Test TSA',
  );
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '1',
    '-extfile',
    'usage.cnf',
    '-out',
    'tsa.pem',
  );
  return {
    caFile: folder.at('ca.pem'),
    answer(query) {
      folder.write('q.tsq', query);
      openssl(
        'ts',
        '-reply',
        '-config',
        'tsa.cnf',
        '-queryfile',
        'q.tsq',
        '-signer',
        'tsa.pem',
        '-inkey',
        'tsa.key',
        '-out',
        'q.tsr',
      );
      return readFileSync(folder.at('q.tsr'));
    },
  };
}
