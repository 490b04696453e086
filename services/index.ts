/** The list of services, as those read it who deploy them, run them or test them. */
import type { AdapterManifest, ServiceManifest } from "@dr/runtime";
import * as listed from "./manifests.ts";

/** True for a service that registers operations under a technology. */
export function isAdapter(service: ServiceManifest): service is AdapterManifest {
  return "technology" in service;
}

/** All services, by their folder's name in alphabetical order: adapters first, then those that know the log. */
export const services: readonly ServiceManifest[] = Object.values<ServiceManifest>(listed);

/** The adapters: deployed with the platform, or each as an app of its own. */
export const adapters: readonly AdapterManifest[] = services.filter((service) => isAdapter(service));

/** The services that know the log: one app. */
export const platformServices: readonly ServiceManifest[] = services.filter((service) => !isAdapter(service));
