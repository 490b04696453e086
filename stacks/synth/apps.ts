/** The apps that can be deployed, with the manifests that each is made from. */
import { join } from "node:path";
import type { ServiceManifest } from "@dr/runtime";
import { ADAPTERS_PARAMETER } from "../src/model/settings.ts";
import { adapters, platformServices } from "@dr/services";

/** An app: where its sst.config.ts stands, and what the environment must say. */
export interface App {
  readonly label: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly manifests: readonly ServiceManifest[];
  /** What earlier deployments have left in Parameter Store. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** False if another app has the same functions. */
  readonly startFunctions: boolean;
  /** How often each function's import is measured beside a bare one. */
  readonly measureRounds: number;
}

/** The root app with and without adapters, and each adapter's own. */
export function appsOf(repository: string): readonly App[] {
  return [
    {
      label: "whole",
      folder: repository,
      environment: { DR_ADAPTERS: "included", DR_ALARM_SUBSCRIPTIONS: "ops@example.com" },
      manifests: [...platformServices, ...adapters],
      startFunctions: true,
      measureRounds: 3,
    },
    {
      label: "platform",
      folder: repository,
      environment: { DR_ADAPTERS: "apart" },
      manifests: platformServices,
      startFunctions: false,
      measureRounds: 0,
    },
    ...adapters.map((adapter) => ({
      label: adapter.service,
      folder: join(repository, "services", adapter.service),
      environment: {},
      parameters: { [ADAPTERS_PARAMETER]: "apart" },
      manifests: [adapter],
      startFunctions: true,
      measureRounds: 0,
    })),
  ];
}
