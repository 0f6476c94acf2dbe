import { failureReason } from "../../connect/failure-reason.ts";
import type { Handle, ReadFrom, Service } from "../../connect/handle.ts";
import type { OpenOptions } from "../../connect/open-options.ts";
import { openDatabase } from "../../connect/open.ts";
import { describeWhere, type Where } from "../../connect/where.ts";
import {
  IncompleteError,
  LostConnectionError,
  UnusableError,
  UsageError,
  WrongSchemaError,
} from "../../errors.ts";
import { checkAccount } from "./check-account.ts";
import { checkCollations, collationsOf } from "./check-collations.ts";
import { checkRows } from "./check-rows.ts";
import { checkSchema } from "./check-schema.ts";
import { checkServer } from "./check-server.ts";
import { checkSettings } from "./check-settings.ts";
import { check, type Check, type Examination } from "./checks.ts";
import { explainQueries, type SampleQuery } from "./explain-queries.ts";

/** A database that is to be looked at. */
export interface Patient<H> {
  /** How reports name it. */
  readonly database: string;
  readonly service: Service;
  /** Where it is; of several ways to reach it the first. */
  readonly where: Where;
  /** Opens it, and makes sure that it is what it was given as. */
  open(options: OpenOptions): Promise<{ readonly handle: H; readonly where: Where }>;
  readonly queries: readonly SampleQuery<H>[];
}

/** What was found, and what further was asked of the database. */
export interface Examined<T> {
  readonly examination: Examination;
  readonly about: ReadFrom | undefined;
  /** The collation of most text. */
  readonly collation: string | undefined;
  /** The place that was read in the end, undefined if none was. */
  readonly where: Where | undefined;
  readonly answer: T | undefined;
}

type AnyHandle = Handle<Service, unknown>;

interface Opened<H> {
  readonly handle: H;
  readonly where: Where;
  /** Why it is of no use although it answers. */
  readonly failure?: UnusableError;
}

/** Looks at one database in the order in which a DBA would ask. Whatever fails becomes a check. */
export async function examine<H extends Handle<Service, never>, T>(
  patient: Patient<H>,
  options: OpenOptions,
  further: (handle: H) => Promise<T>,
): Promise<Examined<T>> {
  const { database, service } = patient;
  const checks: Check[] = [];
  let opened: Opened<H> | undefined;
  let answer: T | undefined;
  try {
    opened = await open(patient, options);
    const { handle, where, failure } = opened;
    checks.push(...checkSettings(where));
    if (failure !== undefined) checks.push(unusable(failure, where));
    await examineOpened(handle, opened, checks);
    if (failure === undefined) {
      checks.push(...(await explainQueries(handle, patient.queries)));
      answer = await further(handle);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (!isFailure(error)) throw error;
    if (opened === undefined) checks.push(...checkSettings(patient.where));
    checks.push(unusable(error, patient.where));
  } finally {
    await opened?.handle.close();
  }
  return {
    examination: {
      database,
      service,
      where: describeWhere(opened?.where ?? patient.where),
      usable: !checks.some(({ code }) => code === "unusable"),
      checks,
    },
    about: opened?.handle.about,
    collation: opened && collationsOf(opened.handle)[0]?.[0],
    where: opened?.where,
    answer,
  };
}

/** What answers but is not what it should be is looked at all the same. */
async function open<H>(patient: Patient<H>, options: OpenOptions): Promise<Opened<H>> {
  try {
    return await patient.open(options);
  } catch (error) {
    const answered = error instanceof WrongSchemaError || (error as Error).cause instanceof IncompleteError;
    if (!(error instanceof UnusableError) || !answered || patient.where.engine === "sqlite") throw error;
    const handle = (await openDatabase(patient.service, patient.where, options)) as H;
    return { handle, where: patient.where, failure: error };
  }
}

async function examineOpened(
  handle: AnyHandle,
  { where, failure }: Opened<unknown>,
  checks: Check[],
): Promise<void> {
  const looks: readonly (readonly [what: string, look: () => Promise<Check[]> | Check[]])[] = [
    ["the server", () => checkServer(handle, where)],
    ...(failure instanceof WrongSchemaError
      ? []
      : [
          ["the schema", () => checkSchema(handle, where)] as const,
          ["collations", () => checkCollations(handle)] as const,
        ]),
    ["the account", () => checkAccount(handle, where)],
    ["rows", () => checkRows(handle)],
  ];
  for (const [what, look] of looks) {
    try {
      checks.push(...(await look()));
    } catch (error) {
      if (!(error instanceof IncompleteError) || isLoss(error)) throw error;
      checks.push(check("note", "unchecked", { what, message: error.message }));
    }
  }
}

/** One attempt to reconnect, which is none, ends with another error around the loss. */
function isLoss(error: Error): boolean {
  return error instanceof LostConnectionError || error.cause instanceof LostConnectionError;
}

function isFailure(error: unknown): error is Error {
  return error instanceof UnusableError || error instanceof IncompleteError || error instanceof UsageError;
}

function unusable(error: Error, where: Where): Check {
  const reason = isLoss(error) ? "lost" : failureReason(error);
  const known = reason !== "other";
  // What is wrong with a file has no code of its own, and neither have certificates that cannot be used.
  const guess = where.engine === "sqlite" ? "file" : error instanceof UsageError ? "tls" : "other";
  return check("problem", "unusable", { reason: known ? reason : guess, message: error.message });
}
