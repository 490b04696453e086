/** Jobs that DRS is still working on. */
import type { DrsPort, JobFacts } from "./drs-client.ts";

/** No job runs for a week: what is older need not be listed. */
const LOOK_BACK_MS = 7 * 86_400_000;

/** Every job that is not COMPLETED, whatever its state is called. */
export async function listOpenJobs(drs: DrsPort, now: string): Promise<readonly JobFacts[]> {
  const since = new Date(Date.parse(now) - LOOK_BACK_MS).toISOString();
  return (await drs.describeJobs({ since })).filter(({ status }) => status !== "COMPLETED");
}
