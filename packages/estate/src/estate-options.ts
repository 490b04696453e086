// What the caller of `createEstate` provides: everything that is not the simulated world itself.
import type { AwsEvent } from "./events/aws-event.ts";
import type { EstateLog } from "./estate-log.ts";
import type { Quotas } from "./quotas.ts";
import type { Timers } from "./timers.ts";

/** Who STS says the caller is. */
export type CallerIdentity = {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** Of a session that STS gave. */
  readonly sourceIdentity?: string | undefined;
};

/** Where the world lives: a directory (file `estate.sqlite`) or the process alone. */
export type EstateHome = { readonly dataDir: string } | { readonly memory: true };

/** Options of `createEstate`. */
export type EstateOptions = EstateHome & {
  /** Wall clock, epoch milliseconds. */
  readonly clock: () => number;
  /** Estate seconds per wall second; 1 (real time) if absent. */
  readonly speed?: number;
  /** Seed of jitter and identifiers; kept on disk, the first start decides. */
  readonly seed?: string;
  /** Takes each `aws.*` event when its estate time has come: at least once, in order. */
  readonly onEvent?: (event: AwsEvent) => void | Promise<void>;
  readonly log?: EstateLog;
  /** The simulated account; `123456789012` if absent. */
  readonly accountId?: string;
  /** Region for seeds and plans that name none; `us-east-1` if absent. */
  readonly defaultRegion?: string;
  /** Service quotas by service and name (`{ drs: { concurrentJobs: 1 } }`); AWS's own where absent. */
  readonly quotas?: Readonly<Record<string, Quotas>>;
  /** Whether the services' request rates are enforced; they are unless this says `false`. */
  readonly rateLimits?: boolean;
  /** Who an access key belongs to; everyone is one simulated user if absent. */
  readonly callerOf?: (accessKeyId: string) => CallerIdentity;
  /** Makes request ids; random UUIDs if absent. */
  readonly newRequestId?: () => string;
  /** Waits out `delay` faults (wall milliseconds). */
  readonly sleep?: (delayMs: number) => Promise<void>;
  /** Wakes the estate for events that are due while nobody calls. */
  readonly timers?: Timers;
};
