/** What restores and copies journal. */
import type { ChosenPoint } from "./choose-point.ts";

/** What is journaled before a restore. */
export interface RestorePre {
  readonly point: ChosenPoint;
  readonly metadata: Readonly<Record<string, string>>;
  readonly token: string;
}
/** The job. */
export interface JobHandle {
  readonly jobId: string;
}
