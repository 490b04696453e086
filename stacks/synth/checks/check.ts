/** What a check is: a rule about what would be deployed, and faults planted to see that it bites. */
import type { AdapterManifest, ServiceManifest } from "@dr/runtime";
import type { Regions } from "../../src/model/regions.ts";
import type { AppConfig } from "../program/app-config.ts";
import type { Resource } from "../program/resource.ts";

/** An evaluated app with the manifests that it was made from. */
export interface SynthesizedApp {
  readonly label: string;
  readonly config: AppConfig;
  readonly manifests: readonly ServiceManifest[];
  readonly resources: readonly Resource[];
  readonly regions: Regions;
  /** Regions in which tasks may act; absent: any. */
  readonly allowedRegions?: readonly string[];
  /** What whoever deploys has said. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A rule. `name` says what holds when it passes; `find` gives one line for each thing that is wrong. */
export interface Check {
  readonly name: string;
  readonly find: (app: SynthesizedApp) => readonly string[];
  readonly faults: readonly PlantedFault[];
}

/** One thing broken in a copy of the resources. A fault that finds nothing to break in an app is skipped there. */
export interface PlantedFault {
  readonly what: string;
  /** Changes the copy; gives false if this app has nothing to break. */
  readonly plant: (app: FaultyApp) => boolean;
}

/** A copy that may be changed. */
export type FaultyApp = Omit<SynthesizedApp, "resources"> & { readonly resources: MutableResource[] };

/** A resource whose inputs may be broken. */
export interface MutableResource {
  readonly type: string;
  readonly name: string;
  inputs: Record<string, unknown>;
  importId?: string;
  kept?: boolean;
}

/** True for an adapter's manifest. */
export function isAdapter(manifest: ServiceManifest): manifest is AdapterManifest {
  return "technology" in manifest;
}

/** A fault in the first resource of a type, or in the first that `among` accepts. */
export function breaking<Inputs>(
  what: string,
  type: string,
  change: (inputs: { -readonly [Key in keyof Inputs]: Inputs[Key] }) => void,
  among: (inputs: Inputs) => boolean = () => true,
): PlantedFault {
  return {
    what,
    plant: ({ resources }) => {
      const found = resources.find((resource) => resource.type === type && among(resource.inputs as Inputs));
      if (found) change(found.inputs as { -readonly [Key in keyof Inputs]: Inputs[Key] });
      return found !== undefined;
    },
  };
}

/** A fault: the first resource of a type is missing. */
export function removing(what: string, type: string): PlantedFault {
  return {
    what,
    plant: ({ resources }) => {
      const index = resources.findIndex((resource) => resource.type === type);
      if (index !== -1) resources.splice(index, 1);
      return index !== -1;
    },
  };
}
