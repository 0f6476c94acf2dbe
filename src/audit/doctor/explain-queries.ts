import type { Handle, Service } from "../../connect/handle.ts";
import { IncompleteError, LostConnectionError } from "../../errors.ts";
import type { HasOperationNode } from "../../guard/guarded-connection.ts";
import type { Rows } from "../../guard/raw-connection.ts";
import { check, type Check, type PlanStep } from "./checks.ts";
import { readPlan } from "./read-plan.ts";
import { tablesIn } from "./tables-in.ts";

/** A question that audits ask of a database, asked by the reader that asks it there. */
export interface SampleQuery<H> {
  /** What is asked, in a few words. */
  readonly purpose: string;
  /** Passing the whole table is what it is for. */
  readonly wholeTable?: boolean;
  /** What its statements are answered with, in turn, so that the reader goes on; then with nothing. */
  readonly answers?: readonly Rows[];
  readonly ask: (handle: H) => Promise<unknown>;
}

/**
 * Has every statement that the readers would send explained instead of run: they are given a handle that asks for
 * the plan and answers with made-up rows. So what is explained cannot drift from what is sent.
 */
export async function explainQueries<H extends Handle<Service, never>>(
  handle: H,
  samples: readonly SampleQuery<H>[],
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const sample of samples) checks.push(...(await explainSample(handle, sample)));
  return checks;
}

async function explainSample<H extends Handle<Service, never>>(
  handle: H,
  { purpose, wholeTable = false, answers = [], ask }: SampleQuery<H>,
): Promise<Check[]> {
  const plans: (readonly PlanStep[])[] = [];
  const left = [...answers];
  const readArrays = async (query: HasOperationNode): Promise<Rows> => {
    const rows = await handle.explain(query);
    plans.push(readPlan(handle.engine, rows, tablesIn(query), wholeTable));
    return left.shift() ?? [];
  };
  async function* readPages(query: HasOperationNode): AsyncGenerator<Rows> {
    yield await readArrays(query);
  }
  const explaining: H = { ...handle, readArrays, readPages };
  try {
    await ask(explaining);
  } catch (error) {
    if (!(error instanceof IncompleteError) || error instanceof LostConnectionError) throw error;
    return [check("warning", "query-unexplained", { purpose, message: error.message })];
  }
  return plans.map((steps) => {
    const troubled = steps.some(({ trouble }) => trouble !== null);
    return check(troubled ? "warning" : "ok", "query", { purpose, steps });
  });
}
