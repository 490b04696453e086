/** Turns the manifests of an app's services into resources. */
import type { ServiceManifest } from "@dr/runtime";
import { assertReferences } from "../model/references.ts";
import type { Site } from "../model/site.ts";
import { createAlarms } from "./alarms.ts";
import { writingRoles } from "../model/bucket-policy.ts";
import { createBucket } from "./buckets.ts";
import { createFunction } from "./functions.ts";
import { createQueues } from "./queues.ts";
import { createHttpApi, type HttpApi } from "./http-api.ts";
import { createTable } from "./tables.ts";
import { connect } from "./triggers.ts";

/**
 * Creates tables, queues, functions, what starts them, and alarms. The services may refer to each other's tables, and to nothing outside: throws
 * for a name that none of them has. Gives the API if one of them answers HTTP.
 */
export function deployServices(services: readonly ServiceManifest[], site: Site): HttpApi | undefined {
  assertReferences(services);
  const streams = new Map(services.flatMap((service) => service.tables.map((table) => [table.name, createTable(table, site)] as const)));
  for (const bucket of services.flatMap(({ buckets = [] }) => buckets))
    createBucket(bucket, site, writingRoles(bucket.name, services, site.account));
  const connected = services.flatMap((service) => {
    const queues = createQueues(service, services, site);
    createAlarms(service, site);
    return service.functions.map((declared) =>
      connect({ declared, created: createFunction(service, declared, site), streams, queues, site }),
    );
  });
  const fronts = connected.filter((front) => front !== undefined);
  return fronts.length === 0 ? undefined : createHttpApi(fronts, site);
}
