/** The statement is not one SELECT over the staged table: it was not run. */
export class StatementRefused extends Error {
  constructor(why: string) {
    super(`the statement was refused: ${why}`);
    this.name = 'StatementRefused';
  }
}
