/** Where and beside what an app is deployed. */
import type { ServiceManifest } from "@dr/runtime";
import type { Authorization } from "../resources/authorizer.ts";
import type { KeyRing } from "../resources/keys.ts";
import type { Account } from "./arns.ts";
import type { Regions } from "./regions.ts";

/** What every resource of an app is made with. */
export interface Site extends KeyRing {
  readonly account: Account;
  readonly stage: string;
  /** True in production: data outlives mistakes. */
  readonly protect: boolean;
  readonly regions: Regions;
  /** Regions in which tasks may act; undefined: any. */
  readonly allowedRegions: readonly string[] | undefined;
  /** True if tables, keys and buckets that an earlier installation left are taken over (`DR_ADOPT=kept`). */
  readonly adopt: boolean;
  /** True if functions that must not starve have concurrency of their own (`DR_RESERVED_CONCURRENCY=on`). */
  readonly reserve: boolean;
  /** What the routes of an API demand of their callers. */
  readonly authorize: (apiId: $util.Output<string>) => Authorization;
  /** Settings of functions that this app knows better than whoever deploys. */
  readonly settings: Readonly<Record<string, string>>;
  readonly busName: string;
  /** The name again, known once the bus exists: what is created with it waits for the bus. */
  readonly bus: $util.Input<string>;
  /** ARN of the topic on which alarms are told. */
  readonly alarmTopic: $util.Input<string>;
  /** Path of a service's folder below the folder of the app's sst.config.ts; empty if it is that folder. */
  readonly folderOf: (service: ServiceManifest) => string;
}
