// Batch jobs, and the routes of Multi-Region Access Points.
import { defineKind } from "../../world/kind.ts";

/** A job, in the Region of its bucket. */
export type JobRecord = {
  readonly id: string;
  readonly token: string;
  readonly description: string;
  readonly sourceBucket: string;
  readonly createdMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly tasks: number;
  readonly failed: number;
};

/** One bucket behind an access point; `dial` counts from `effectiveMs` on, `from` before. */
export type RouteRecord = { readonly bucket: string; readonly region: string; readonly dial: number; readonly from: number };

/** An access point: one for all Regions. */
export type AccessPointRecord = { readonly arn: string; readonly routes: readonly RouteRecord[]; readonly effectiveMs: number };

export const jobKind = defineKind<JobRecord>("s3-control.job");
export const accessPointKind = defineKind<AccessPointRecord>("s3-control.access-point");

/** Routes as they count at a moment. */
export const routesAt = ({ routes, effectiveMs }: AccessPointRecord, nowMs: number) =>
  routes.map(({ bucket, region, dial, from }) => ({
    Bucket: bucket,
    Region: region,
    TrafficDialPercentage: nowMs < effectiveMs ? from : dial,
  }));
