import { InternalError } from "../errors.ts";

/** A statement that is not a plain read was built: it is a bug here, and it never reaches a server. */
export class RefusedStatementError extends InternalError {
  constructor(what: string) {
    super(`Refused before it was sent: ${what}. glance-audit only reads; please report this as a bug.`);
  }
}
