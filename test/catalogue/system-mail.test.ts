import { describe, expect, it } from 'vitest';
import { isSystemAddress } from '../../src/catalogue/system-mail.ts';

const DIRECTORY = '/O=CORP/OU=MAIN/CN=CONFIGURATION/CN=SERVERS/CN=EXCH02';

describe('mail of the system', () => {
  it.each([
    `EX:${DIRECTORY}/CN=MICROSOFT PUBLIC MDB`,
    `${DIRECTORY}/cn=Microsoft Public MDB`,
    `EX: ${DIRECTORY}/CN=Microsoft System Attendant`,
    `${DIRECTORY}/CN=Microsoft MTA`,
    `${DIRECTORY}/CN=Microsoft DSA`,
    'EXCH02-IS@corp.example',
    'exch02-is@corp.example',
    'BRIDGE-01-IS@corp.example',
    'EXCH02-SA@corp.example',
    'SystemMailbox{1f05a927-0b1a-4b3e-9d4e-2a7c0c4f7a11}@corp.example',
    'HealthMailbox@corp.example',
    'HealthMailbox0659e34a8b5d4c5b9a6f4c1d2e3f4a5b@corp.example',
    'extest_5a8d1c2b3e4f4@corp.example',
    'inboundproxy@inboundproxy.example',
    'inboundproxy@inboundproxy.com',
    'probe@maildeliveryprobe.com',
    'DeliveryProbe-17@MailDeliveryProbe.com',
    'IMCEAEX-_O=CORP_OU=MAIN_CN=CONFIGURATION_CN=SERVERS_CN=EXCH02_CN=MICROSOFT+20PUBLIC+20MDB@corp.example',
    'IMCEAEX-_o=Corp_cn=Configuration_cn=Servers_cn=EXCH02_cn=Microsoft+20System+20Attendant@corp.example',
    'DiscoverySearchMailbox{d919ba05-46a6-415f-80ad-7e09334bb852}@corp.example',
    'Migration.8f3e7716-2011-43e4-96b1-aba62d229136@corp.example',
    'FederatedEmail.4c1f4d8b-8179-4148-93bf-00a95fa1e042@corp.example',
  ])('%s', (address) => {
    expect(isSystemAddress(address)).toBe(true);
  });
});

describe('mail of people, and what tells of it', () => {
  it.each([
    null,
    '',
    '-',
    '<>',
    'postmaster@corp.example',
    'mailer-daemon@corp.example',
    'lisa@corp.example',
    'isa@corp.example',
    'paris@corp.example',
    'sa@corp.example',
    '-is@corp.example',
    'x.is@corp.example',
    'exch02-isabel@corp.example',
    'o-is-o@corp.example',
    'healthmailbox.team@corp.example',
    'healthmailboxes@corp.example',
    'extest@corp.example',
    'extest_lab@corp.example',
    'inboundproxy.admin@corp.example',
    // The sender of reports, from 2007 on.
    'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example',
    'someone@maildeliveryprobe.com.example',
    'maildeliveryprobe.com@corp.example',
    'migration@corp.example',
    'migration.team@corp.example',
    'federatedemail@corp.example',
    'discoverysearchmailbox.team@corp.example',
    'IMCEAEX-_O=CORP_OU=MAIN_CN=RECIPIENTS_CN=BOB@corp.example',
    'IMCEAEX-_O=CORP_OU=MAIN_CN=RECIPIENTS_CN=MICROSOFT+20MTA+20FAN@corp.example',
    'systemmailbox@corp.example',
    'bob@exch02-is.example',
    'someone@HealthMailbox.example',
    `EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=MICROSOFT MTA FAN`,
    `EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=BOB`,
    'microsoft system attendant',
  ])('%j', (address) => {
    expect(isSystemAddress(address)).toBe(false);
  });
});
