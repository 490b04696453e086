/** What a report is written in. */
import * as z from "zod";

/** Media types of reports, the usual one first. */
export const REPORT_TYPES = { json: "application/json", csv: "text/csv", html: "text/html" } as const;
/** `json`, `csv` or `html`. */
export type ReportFormat = keyof typeof REPORT_TYPES;

/** `?format=`; without it `Accept` says. */
export const reportFormat = z
  .enum(["json", "csv", "html"])
  .optional()
  .meta({ description: "default: what `Accept` likes best, else json" });
