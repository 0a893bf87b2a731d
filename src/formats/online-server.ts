/** What stands for the server where an export of Exchange Online names none. */
export const ONLINE_SERVER = 'Exchange Online';
