// Routes of Multi-Region Access Points: asked and set at five Regions alone, each bucket on or off.
import type { GetMultiRegionAccessPointRoutesResult } from "@aws-sdk/client-s3-control";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { ROUTES } from "./durations.ts";
import { type AccessPointRecord, accessPointKind, routesAt } from "./records.ts";

const CONTROL_REGIONS = ["us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1"];
const ofAccessPoint = { AccountId: z.string(), Mrap: z.string().min(1) };
const named = ({ Mrap }: { readonly Mrap: string }) => [Mrap];

const find = (world: WorldView, region: string, arn: string): AccessPointRecord => {
  if (!CONTROL_REGIONS.includes(region)) throw awsError("InvalidRequest", `Routes are not served in ${region}`, 400);
  const found = world.get(accessPointKind, GLOBAL_REGION, arn);
  if (found === undefined) throw awsError("NoSuchMultiRegionAccessPoint", "The specified Multi-Region Access Point does not exist", 404);
  return found;
};

export const getRoutes = readOperation({
  input: z.object(ofAccessPoint),
  resources: named,
  run: ({ Mrap }, { world, region, nowMs }): GetMultiRegionAccessPointRoutesResult => ({
    Mrap,
    Routes: routesAt(find(world, region, Mrap), nowMs),
  }),
});

const update = z.object({
  Bucket: z.string().optional(),
  Region: z.string().optional(),
  TrafficDialPercentage: z.union([z.literal(0), z.literal(100)]),
});

export const submitRoutes = writeOperation({
  input: z.object({ ...ofAccessPoint, RouteUpdates: z.array(update).min(1) }),
  resources: named,
  run: ({ Mrap, RouteUpdates }, { world, region, nowMs, chance, faulty }) => {
    const found = find(world, region, Mrap);
    const routes = found.routes.map((route) => {
      const wanted = RouteUpdates.find(
        ({ Bucket, Region }) => Bucket === route.bucket || (Bucket === undefined && Region === route.region),
      );
      const now = nowMs < found.effectiveMs ? route.from : route.dial;
      return { ...route, from: now, dial: wanted?.TrafficDialPercentage ?? route.dial };
    });
    if (routes.every(({ dial }) => dial === 0)) throw awsError("InvalidRequest", "At least one route must be active", 400);
    const effectiveMs = faulty("never-completes", [Mrap]) ? NEVER_MS : nowMs + chance.durationMs(ROUTES, "routes");
    world.put(accessPointKind, GLOBAL_REGION, Mrap, { ...found, routes, effectiveMs });
    return {};
  },
});
