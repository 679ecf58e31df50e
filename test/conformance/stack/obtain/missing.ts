/** Something that the user has to install or allow first; the message is one sentence that says what. */
export class Missing extends Error {
  override readonly name = 'Missing';
}
