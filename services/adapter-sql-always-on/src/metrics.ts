/** What CloudWatch is told of availability groups, in `DR/SQLAlwaysOn`: how long a failover took, and how much it lost. */
import { lazyObject } from "@dr/events";
import { toLine, type EmfLine, type EndedOperation } from "@dr/adapter-kit";
import * as z from "zod";
import { OVER_ALL, SQL_NAMESPACE } from "./metric-place.ts";

const moved = lazyObject(() => ({
  newPrimary: z.string(),
  failoverTime: z.number(),
  dataLoss: z.object({ megabytes: z.number().nullable() }),
}));

const NAMES: Readonly<Record<string, string>> = { failover: "Failover", failback: "Failback" };

/** Lines of a failover or failback that moved the primary; none of a drill, a resume, or one that failed before. A loss that nobody knows is not told. */
export function sqlMetrics({ operation, phase, resources, hasSucceeded, result, atMs }: EndedOperation): readonly EmfLine[] {
  const Operation = NAMES[operation];
  const group = resources["availabilityGroup"];
  if (phase !== "execute" || !hasSucceeded || Operation === undefined || typeof group !== "string") return [];
  const found = result?.resources.map(({ after }) => moved.safeParse(after)).find(({ success }) => success)?.data;
  if (!found) return [];
  const duration = {
    name: "FailoverDuration",
    unit: "Seconds",
    value: found.failoverTime,
    dimensions: { AvailabilityGroup: group, Operation },
    over: OVER_ALL,
  } as const;
  const { megabytes } = found.dataLoss;
  const loss =
    megabytes === null
      ? []
      : [{ name: "DataLoss", unit: "Megabytes", value: megabytes, dimensions: { AvailabilityGroup: group }, over: OVER_ALL } as const];
  return [duration, ...loss].map((metric) => toLine(SQL_NAMESPACE, metric, atMs));
}
