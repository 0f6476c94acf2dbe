import type { Examination } from "../../audit/doctor/checks.ts";
import type { Column, Row } from "../../audit/row.ts";
import { sentenceOf } from "./sentences.ts";

/** One row per check, in the order in which a DBA would ask. */
export const DOCTOR_COLUMNS: readonly Column[] = [
  { name: "database", type: "text" },
  { name: "service", type: "text" },
  { name: "level", type: "text" },
  { name: "check", type: "text" },
  { name: "subject", type: "text" },
  { name: "finding", type: "text" },
  { name: "advice", type: "text" },
];

/** Those that a table shows. */
export const DOCTOR_TABLE: readonly string[] = ["database", "level", "subject", "finding"];

/** What was found about a database, as rows. */
export function doctorRows({ database, service, checks }: Examination): Row[] {
  return checks.map((one) => {
    const { subject, finding, advice } = sentenceOf(one);
    return { database, service, level: one.level, check: one.code, subject, finding, advice };
  });
}
