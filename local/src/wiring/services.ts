/** The services that run here, by their manifests: the same plain data from which stacks/ builds the cloud. */
import { manifest as database } from "@dr/adapter-database/manifest";
import { manifest as drs } from "@dr/adapter-drs/manifest";
import { manifest as infra } from "@dr/adapter-infra/manifest";
import { manifest as api } from "@dr/api/manifest";
import { manifest as planner } from "@dr/planner/manifest";
import { manifest as publisher } from "@dr/publisher/manifest";
import type { AdapterManifest, FunctionEnv, FunctionManifest, LambdaHandler, ServiceManifest } from "@dr/runtime";

/** Adapters that run here. */
export const adapters: readonly AdapterManifest[] = [database, drs, infra];

/** Everything that runs here. */
export const services: readonly ServiceManifest[] = [api, planner, publisher, ...adapters];

/** The `create(env)` of a function, loaded from its service's folder: the module that is bundled for Lambda. */
export async function loadFunction(service: ServiceManifest, declared: FunctionManifest): Promise<(env: FunctionEnv) => LambdaHandler> {
  const url = new URL(`../../../services/${service.service}/${declared.entry}`, import.meta.url);
  const { create } = (await import(url.href)) as { create?: (env: FunctionEnv) => LambdaHandler };
  if (!create) throw new Error(`${service.service}/${declared.entry} exports no create(env)`);
  return create;
}
