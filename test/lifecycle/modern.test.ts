import { describe, expect, it } from 'vitest';
import { briefs, judge, judgeOne } from '../support/life.ts';

const RECEIVED = 'EXCH01 10:00 RECEIVE/SMTP bob';
const CATEGORIZED = `${RECEIVED}\n EXCH01 10:00:01 AGENTINFO/AGENT:mailbox bob`;

describe('where the last event says that it is', () => {
  it.each([
    ['EXCH01 10:00 RECEIVE/STOREDRIVER bob', 'waiting submission EXCH01 submission'],
    [`EXCH01 10:00 NOTIFYMAPI/STOREDRIVER -`, 'waiting submission EXCH01 submission'],
    ['EXCH01 10:00 SUBMITDEFER/STOREDRIVER bob', 'retrying submission EXCH01 submission'],
    ['EXCH01 10:00 SUBMITFAIL/STOREDRIVER bob', 'failed queue-failure EXCH01 failure'],
    [RECEIVED, 'waiting accepted EXCH01 submission'],
    [CATEGORIZED, 'waiting local-queue EXCH01 queue probable'],
    [
      `${RECEIVED}\n EXCH01 10:01 AGENTINFO/AGENT bob`,
      'waiting remote-queue EXCH01 queue probable',
    ],
    [
      `${RECEIVED}\n EXCH01 10:01 TRANSFER/ROUTING bob`,
      'waiting remote-queue EXCH01 queue probable',
    ],
    [
      `${RECEIVED}\n EXCH01 10:01 DEFER/ROUTING bob`,
      'retrying categorizer-retry EXCH01 categorizer',
    ],
    [
      `${CATEGORIZED}\n EXCH01 10:01 DEFER/AGENT bob`,
      'retrying categorizer-retry EXCH01 categorizer',
    ],
    [`${CATEGORIZED}\n EXCH01 10:01 DEFER/SMTP bob`, 'retrying remote-queue EXCH01 queue'],
    [`${CATEGORIZED}\n EXCH01 10:01 DEFER/STOREDRIVER bob`, 'retrying local-retry EXCH01 queue'],
    [`${CATEGORIZED}\n EXCH01 10:01 DEFER/X bob`, 'retrying remote-queue EXCH01 queue'],
    [`${CATEGORIZED}\n EXCH01 10:01 DELIVER/STOREDRIVER bob`, 'delivered delivered EXCH01 -'],
    [`${CATEGORIZED}\n EXCH01 10:01 SENDEXTERNAL/SMTP bob`, 'transferred transferred EXCH01 -'],
    [`${CATEGORIZED}\n EXCH01 10:01 SEND/SMTP bob >mx.example`, 'transferred transferred EXCH01 -'],
    [`${CATEGORIZED}\n EXCH01 10:01 FAIL/SMTP bob`, 'ndr ndr EXCH01 ndr'],
    [`${CATEGORIZED}\n EXCH01 10:01 FAIL/AGENT bob`, 'filtered filtered EXCH01 filter'],
    [`${CATEGORIZED}\n EXCH01 10:01 BADMAIL/DSN bob`, 'badmail badmail EXCH01 badmail'],
    [`${CATEGORIZED}\n EXCH01 10:01 POISONMESSAGE/POISONMESSAGE bob`, 'held held EXCH01 held'],
    [`${CATEGORIZED}\n EXCH01 10:01 INITMESSAGECREATED/APPROVAL bob`, 'held held EXCH01 held'],
    [
      `${CATEGORIZED}\n EXCH01 10:01 WHATEVER/SMTP bob`,
      'waiting local-queue EXCH01 queue probable',
    ],
    [`${RECEIVED}\n EXCH01 10:01 HAREDIRECT/SMTP bob`, 'waiting accepted EXCH01 submission'],
  ])('%s: %s', (script, expected) => {
    expect(Object.values(briefs(script))).toEqual([expected]);
  });

  it('what left the organisation is told as such', () => {
    const { reason } = judgeOne(`${CATEGORIZED}\n EXCH01 10:01 SENDEXTERNAL/SMTP bob`);
    expect(reason).toContain('a host outside the organisation accepted the message');
    expect(reason).not.toContain('writes other logs');
  });

  it('a queue that no event tells of may be the categorizer', () => {
    expect(judgeOne(CATEGORIZED).mayAlsoBe).toEqual(['categorizer']);
  });

  it('a hand-over from the mailbox that is told late leaves the recipient where it was taken in', () => {
    const script = `
      EXCH01 10:00 RECEIVE/STOREDRIVER bob
      EXCH01 10:01 RECEIVE/SMTP bob
      EXCH01 10:01:01 SUBMIT/STOREDRIVER bob`;
    expect(briefs(script)).toEqual({ bob: 'waiting accepted EXCH01 submission' });
  });

  it('a submission that is put off again and again does not get younger', () => {
    const script = `
      EXCH01 10:00 RECEIVE/STOREDRIVER bob
      EXCH01 10:10 SUBMITDEFER/STOREDRIVER bob
      EXCH01 23:55 SUBMITDEFER/STOREDRIVER bob`;
    expect(judgeOne(script)).toMatchObject({
      since: Date.UTC(2004, 1, 18, 10),
      stall: { place: 'submission' },
    });
  });

  it('a copy that is kept in reserve is nothing', () => {
    const script = `${CATEGORIZED}
      EXCH02 10:00:01 HARECEIVE/SMTP bob
      EXCH01 10:01 DELIVER/STOREDRIVER bob
      EXCH02 10:09 HADISCARD/REDUNDANCY bob`;
    expect(briefs(script)).toEqual({ bob: 'delivered delivered EXCH01 -' });
  });
});

describe('from service to service', () => {
  const DELIVERED = { bob: 'delivered delivered EXCH01 -' };

  it.each(['10:01', '10:02', '10:03'])(
    'SEND at %s and DELIVER on one server are one delivery',
    (sent) => {
      const script = `${CATEGORIZED}
      EXCH01 ${sent} SEND/SMTP:own-server bob >EXCH01
      EXCH01 10:02 DELIVER/STOREDRIVER bob`;
      expect(briefs(script)).toEqual(DELIVERED);
    },
  );

  it('on another server DELIVER may be told first', () => {
    const script = `${CATEGORIZED}
      EXCH02 10:01:01 DELIVER/STOREDRIVER bob
      EXCH01 10:01:02 SEND/SMTP bob >EXCH02`;
    expect(briefs(script)).toEqual({ bob: 'delivered delivered EXCH02 -' });
  });

  it('what is delivered again after it came back is delivered', () => {
    const script = `${CATEGORIZED}
      EXCH01 10:02 DELIVER/STOREDRIVER bob
      EXCH01 11:00 RESUBMIT/SAFETYNET bob
      EXCH01 11:01 DUPLICATEDELIVER/STOREDRIVER bob`;
    expect(briefs(script)).toEqual(DELIVERED);
  });

  it('a submission to another server waits where it was last seen', () => {
    const script =
      'EXCH01 10:00 RECEIVE/STOREDRIVER bob\n EXCH01 10:01 SUBMIT/STOREDRIVER bob >EXCH02';
    expect(briefs(script)).toEqual({ bob: 'waiting submission EXCH01 submission' });
    const goesOn = `${script}\n EXCH02 10:01:01 RECEIVE/SMTP bob <EXCH01`;
    expect(briefs(goesOn)).toEqual({ bob: 'waiting accepted EXCH02 submission' });
  });

  it('is over on a server that handed it to one that lost it', () => {
    const script = `${CATEGORIZED}\n EXCH01 10:01 SEND/SMTP bob >EXCH02`;
    expect(briefs(script, { logs: { EXCH02: {} } })).toEqual({
      bob: 'lost transferred EXCH01 transit',
    });
  });

  it('a mail of 2003 that a modern server delivers is one life', () => {
    const script = `
      EXCH01 10:00 1019,1025,1024,1033,1034 bob
      EXCH01 10:01 1020,1031 bob >EXCH02
      EXCH02 10:01:01 RECEIVE/SMTP bob <EXCH01
      EXCH02 10:01:02 DELIVER/STOREDRIVER bob`;
    expect(briefs(script)).toEqual({ bob: 'delivered delivered EXCH02 -' });
  });
});

describe('addresses that others take the place of', () => {
  const LIST = 'EXCH01 10:00 RECEIVE/SMTP team\n EXCH01 10:00:01 EXPAND/ROUTING team=bob,carol';

  it('a list is expanded, its members go on', () => {
    expect(briefs(LIST)).toEqual({
      team: 'expanded categorizer EXCH01 -',
      bob: 'waiting remote-queue EXCH01 queue probable',
      carol: 'waiting remote-queue EXCH01 queue probable',
    });
  });

  it('a list in a list is expanded too, also when all its members were met before', () => {
    const script = `${LIST}
      EXCH01 10:00:02 EXPAND/ROUTING carol=dora
      EXCH01 10:00:03 EXPAND/ROUTING team=inner
      EXCH01 10:00:04 DUPLICATEEXPAND/ROUTING inner=bob`;
    expect(briefs(script)).toMatchObject({
      carol: 'expanded categorizer EXCH01 -',
      inner: 'expanded categorizer EXCH01 -',
      bob: 'waiting remote-queue EXCH01 queue probable',
      dora: 'waiting remote-queue EXCH01 queue probable',
    });
  });

  it('who waits beside a list is not taken for one', () => {
    const script = `EXCH01 10:00 RECEIVE/SMTP team,zoe\n EXCH01 10:00:01 EXPAND/ROUTING team=bob`;
    expect(briefs(script)).toMatchObject({ zoe: 'waiting accepted EXCH01 submission' });
  });

  it('a resolved address is the same person, under its new form', () => {
    const script = `
      EXCH01 10:00 RECEIVE/SMTP bob.old
      EXCH01 10:00:01 RESOLVE/ROUTING bob.old=bob`;
    expect(briefs(script)).toEqual({ bob: 'waiting remote-queue EXCH01 queue probable' });
    expect(judge(script)[0]).toMatchObject({
      forms: ['bob@corp.example', 'bob.old@corp.example'],
      since: Date.UTC(2004, 1, 18, 10),
    });
    expect(briefs(`${script}\n EXCH01 10:01 DELIVER/STOREDRIVER bob`)).toEqual({
      bob: 'delivered delivered EXCH01 -',
    });
  });

  it.each([
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
    ['b', 'c', 'a'],
  ])('%s, then %s, then %s are one person', (first, second, third) => {
    const script = `
      EXCH01 10:00 RECEIVE/SMTP ${first}
      EXCH01 10:00:01 RESOLVE/ROUTING ${first}=${second}
      EXCH01 10:00:02 RESOLVE/ROUTING ${second}=${third}
      EXCH01 10:01 DELIVER/STOREDRIVER ${third}`;
    expect(briefs(script)).toEqual({ [third]: 'delivered delivered EXCH01 -' });
  });

  it('each of several that were resolved in one line is its own person, also where no line told of them before', () => {
    const script = `EXCH01 10:00 RESOLVE/ROUTING old1,old2=new1,new2`;
    const forms = judge(script).map((verdict) => verdict.forms);
    expect(forms).toEqual([
      ['new1@corp.example', 'old1@corp.example'],
      ['new2@corp.example', 'old2@corp.example'],
    ]);
  });

  it('a resolved address that was a recipient already has gone to it', () => {
    const script = `
      EXCH01 10:00 RECEIVE/SMTP bob,bob.old
      EXCH01 10:00:01 RESOLVE/ROUTING bob.old=bob
      EXCH01 10:01 DELIVER/STOREDRIVER bob`;
    expect(briefs(script)).toEqual({
      bob: 'delivered delivered EXCH01 -',
      'bob.old': 'redirected redirected EXCH01 -',
    });
  });

  it('a redirection ends one recipient and begins another', () => {
    const script = `
      EXCH01 10:00 RECEIVE/SMTP bob
      EXCH01 10:00:01 REDIRECT/ROUTING bob=carol
      EXCH01 10:01 DELIVER/STOREDRIVER carol`;
    expect(briefs(script)).toEqual({
      bob: 'redirected redirected EXCH01 -',
      carol: 'delivered delivered EXCH01 -',
    });
  });
});

describe('a message that waits for its moderator', () => {
  const HELD = 'EXCH01 10:00 RECEIVE/SMTP bob\n EXCH01 10:00:01 INITMESSAGECREATED/APPROVAL bob';

  it.each([
    ['MODERATORREJECT', 'ndr ndr EXCH02 ndr'],
    ['MODERATIONEXPIRE', 'ndr ndr EXCH02 ndr'],
    ['MODERATORAPPROVE', 'waiting accepted EXCH02 submission'],
  ])('%s on another server, whose clock is behind, decides', (event, expected) => {
    const script = `EXCH02 9:57 RECEIVE/STOREDRIVER bob\n ${HELD}\n EXCH02 9:59 ${event}/APPROVAL bob`;
    expect(briefs(script)).toEqual({ bob: expected });
  });

  it('stays held, whatever else another server tells', () => {
    const script = `${HELD}\n EXCH02 10:10 HADISCARD/REDUNDANCY bob`;
    expect(briefs(script)).toEqual({ bob: 'held held EXCH01 held' });
  });
});
