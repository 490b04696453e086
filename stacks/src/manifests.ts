/** All services, by their manifests. A new service is added here. */
import { manifest as database } from "@dr/adapter-database/manifest";
import { manifest as drs } from "@dr/adapter-drs/manifest";
import { manifest as infra } from "@dr/adapter-infra/manifest";
import { manifest as api } from "@dr/api/manifest";
import { manifest as planner } from "@dr/planner/manifest";
import { manifest as publisher } from "@dr/publisher/manifest";
import type { AdapterManifest, ServiceManifest } from "@dr/runtime";

/** The services that know the log: one app. */
export const platformServices: readonly ServiceManifest[] = [planner, publisher, api];

/** The adapters: with the platform, or each an app of its own. */
export const adapters: readonly AdapterManifest[] = [database, drs, infra];
