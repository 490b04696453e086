/** The format of a report: what the query says, else what `Accept` likes best. */
import { REPORT_TYPES, type ReportFormat } from "@dr/routes";
import { preferredType } from "./conditions.ts";

const FORMATS = Object.entries(REPORT_TYPES) as readonly (readonly [ReportFormat, string])[];

/** The format that is asked for. */
export function reportFormatOf(asked: ReportFormat | undefined, accept: string | undefined): ReportFormat {
  if (asked !== undefined) return asked;
  const type = preferredType(Object.values(REPORT_TYPES), accept);
  return FORMATS.find(([, each]) => each === type)?.[0] ?? "json";
}
