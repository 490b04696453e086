/** Where and beside what an app is deployed. */
import type { ServiceManifest } from "@dr/runtime";
import type { Account } from "./arns.ts";

/** What every resource of an app is made with. */
export interface Site {
  readonly account: Account;
  readonly stage: string;
  /** True in production: data outlives mistakes. */
  readonly protect: boolean;
  readonly busName: string;
  /** The name again, known once the bus exists: what is created with it waits for the bus. */
  readonly bus: $util.Input<string>;
  /** ARN of the topic on which alarms are told. */
  readonly alarmTopic: $util.Input<string>;
  /** Path of a service's folder below the folder of the app's sst.config.ts; empty if it is that folder. */
  readonly folderOf: (service: ServiceManifest) => string;
}
