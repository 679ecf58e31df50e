/** A contract of a thousand columns with a rule each is a tenth of this. */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;
