import type { ExchangeVersion } from '../types.ts';

export const SINCE_2016 = ['2016', '2019', 'SE'] as const satisfies readonly ExchangeVersion[];
export const SINCE_2013 = ['2013', ...SINCE_2016] as const;
export const SINCE_2010 = ['2010', ...SINCE_2013] as const;
export const SINCE_2007 = ['2007', ...SINCE_2010] as const;
export const ONLINE = ['Online'] as const satisfies readonly ExchangeVersion[];
/** Events that detailed traces of Exchange Online tell as well. */
export const SINCE_2007_AND_ONLINE = [...SINCE_2007, ...ONLINE] as const;

export const TRACKING = 'Microsoft Learn, Message tracking';
export const TRACKING_2007 = 'TechNet (cc539063); Microsoft Learn, Message tracking';
export const INTERVALS = 'Microsoft Learn, Message retry, resubmit, and expiration intervals';
export const SHADOW = 'Microsoft Learn, Shadow redundancy';
export const SAFETY_NET = 'Microsoft Learn, Safety Net';
export const APPROVAL = 'Microsoft Learn, Manage message approval';
export const QUEUES = 'Microsoft Learn, Queues and messages in queues';
