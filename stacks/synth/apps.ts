/** The apps that can be deployed, with the manifests that each is made from. */
import { join } from "node:path";
import type { ServiceManifest } from "@dr/runtime";
import { adapters, platformServices } from "@dr/services";

/** An app: where its sst.config.ts stands, and what the environment must say. */
export interface App {
  readonly label: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly manifests: readonly ServiceManifest[];
  /** False if another app has the same functions. */
  readonly startFunctions: boolean;
}

/** The root app with and without adapters, and each adapter's own. */
export function appsOf(repository: string): readonly App[] {
  return [
    {
      label: "whole",
      folder: repository,
      environment: { DR_ADAPTERS: "included" },
      manifests: [...platformServices, ...adapters],
      startFunctions: true,
    },
    { label: "platform", folder: repository, environment: { DR_ADAPTERS: "apart" }, manifests: platformServices, startFunctions: false },
    ...adapters.map((adapter) => ({
      label: adapter.service,
      folder: join(repository, "services", adapter.service),
      environment: {},
      manifests: [adapter],
      startFunctions: true,
    })),
  ];
}
