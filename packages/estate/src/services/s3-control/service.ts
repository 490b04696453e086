// The simulated S3 Control: batch jobs and access points. It signs as S3 does; its paths tell them apart.
import * as z from "zod";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { pairsOf } from "../s3/plan.ts";
import { JOB, ROUTES } from "./durations.ts";
import { createJob, describeJob, listJobs } from "./jobs.ts";
import { accessPointKind, jobKind, routesAt } from "./records.ts";
import { getRoutes, submitRoutes } from "./routes.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidRequest",
  unknownAction: "NotImplemented",
  malformed: "MalformedXML",
  throttled: { code: "SlowDown", status: 503 },
  internal: { code: "InternalServiceException", status: 500 },
};

const accessPoint = z.strictObject({
  arn: z.string().startsWith("arn:aws:s3::"),
  routes: z.array(z.strictObject({ bucket: z.string(), region: z.string(), dial: z.union([z.literal(0), z.literal(100)]) })).min(1),
});

/** The access points that tasks name, with a route to each bucket of the task: the sources take the traffic. */
const planned = (tasks: readonly PlanTask[]) =>
  tasks.flatMap((task) => {
    const named = z.array(z.string()).safeParse(task.resources["multiRegionAccessPoints"]).data ?? [];
    return named.map((arn) => ({
      arn,
      routes: pairsOf(task).flatMap(({ source, destination, sourceRegion, destinationRegion }) => [
        { bucket: source, region: sourceRegion, dial: 100 as const },
        { bucket: destination, region: destinationRegion, dial: 0 as const },
      ]),
    }));
  });

/** Amazon S3 Control. */
export const s3Control = defineService({
  service: "s3-control",
  signs: { as: "s3", takes: (request) => request.url.replace(/^https?:\/\/[^/]+/u, "").startsWith("/v20180820/") },
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-s3-control");
    return sdkProtocol(module, module.S3ControlClient, errors);
  },
  operations: {
    CreateJob: createJob,
    DescribeJob: describeJob,
    ListJobs: listJobs,
    GetMultiRegionAccessPointRoutes: getRoutes,
    SubmitMultiRegionAccessPointRoutes: submitRoutes,
  },
  seed: {
    schema: z.strictObject({ accessPoints: z.array(accessPoint).default([]) }),
    apply({ accessPoints }, { seeder, createdMs }) {
      for (const { arn, routes } of accessPoints) {
        const place = { service: "s3-control", kind: "access-point", region: GLOBAL_REGION, id: arn, name: arn };
        seeder.add(accessPointKind, place, () => ({
          arn,
          routes: routes.map((one) => ({ ...one, from: one.dial })),
          effectiveMs: createdMs,
        }));
      }
    },
  },
  planResources: (tasks) => ({ seed: { accessPoints: planned(tasks) } }),
  view: (world, { nowMs }) => ({
    jobs: everywhere(world, jobKind).map(({ region, body }) => ({ region, ...body })),
    accessPoints: world.list(accessPointKind, GLOBAL_REGION).map((one) => ({ arn: one.arn, routes: routesAt(one, nowMs) })),
  }),
  quotas: {},
  durations: { job: JOB, routes: ROUTES },
  events: [],
});
