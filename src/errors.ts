/** The exit codes that scripts of our users depend on; README prints this table. */
export const EXIT = {
  done: 0,
  findings: 1,
  usage: 2,
  glanceUnusable: 3,
  incomplete: 4,
  internal: 5,
  interrupted: 130,
  terminated: 143,
} as const;

/** A failure that is told to the user as sentences: what was tried, what came back, what to do next. */
export class AuditError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.exitCode = exitCode;
  }
}

/** The command line, a file that it names or the environment cannot be used: nothing was read. */
export class UsageError extends AuditError {
  constructor(message: string, cause?: unknown) {
    super(EXIT.usage, message, cause);
  }
}

/** A database cannot be used at all; `service` says which. Only glance's absence ends the run with 3. */
export class UnusableError extends AuditError {
  readonly service: string;

  constructor(service: string, message: string, cause?: unknown) {
    super(EXIT.glanceUnusable, message, cause);
    this.service = service;
  }
}

/** The server refuses the account, or lets it in but not at a table that is needed: another account may do. */
export class AccountRefusedError extends UnusableError {}

/** What was given as a service's database is something else: a mistake of the command line, so nothing is read. */
export class WrongSchemaError extends UnusableError {}

/** Reading began and could not be finished, so whatever was printed is not the whole answer. */
export class IncompleteError extends AuditError {
  constructor(message: string, cause?: unknown) {
    super(EXIT.incomplete, message, cause);
  }
}

/** The connection was lost or the server fell silent; another attempt on a new connection may succeed. */
export class LostConnectionError extends IncompleteError {}

/** A signal asked us to stop. */
export class InterruptedError extends AuditError {
  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated, `Stopped by ${signal}.`);
  }
}

/** A promise of our own was broken: a bug here, never the user's doing. */
export class InternalError extends AuditError {
  constructor(message: string, cause?: unknown) {
    super(EXIT.internal, message, cause);
  }
}
