import { runQueueThread } from './queue-helper.ts';

runQueueThread();
