import { runReaderThread } from './reader.ts';

runReaderThread();
