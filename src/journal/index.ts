export { JournalError } from './journal-error.ts';
export type { Journal, JournalEntry, JournalResult } from './journal.ts';
export type { WriteOptions } from './write-options.ts';
