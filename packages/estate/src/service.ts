// What a simulated AWS service brings: its model of the world behind one plug-in. Nothing outside its folder names it.
import type * as z from "zod";
import type { AwsErrorDetails } from "./aws-error.ts";
import type { Operation } from "./operation.ts";
import type { Front, FrontContext } from "./fronts/front.ts";
import type { EstateRequest } from "./http-message.ts";
import type { Quotas } from "./quotas.ts";
import type { SecondsRange } from "./seeded-choice.ts";
import type { PlanTask } from "./seeding/plan-tasks.ts";
import type { SeedContext } from "./seeding/seed-context.ts";
import type { SigningScope } from "./signing-scope.ts";
import type { WorldView } from "./world/world.ts";
import type { Protocol } from "./wire/wire.ts";

/** The codes a service uses for answers that are not its operations' own. */
export type ServiceErrors = {
  readonly invalidInput: string;
  readonly unknownAction: string;
  /** For a request that cannot be read at all; `invalidInput` if absent. */
  readonly malformed?: string;
  readonly throttled: Pick<AwsErrorDetails, "code" | "status">;
  readonly internal: Pick<AwsErrorDetails, "code" | "status">;
};

/** The moment and account that a view is made for. */
export type Moment = { readonly nowMs: number; readonly accountId: string };

/** A part of a seed document for the service, and what was named but makes no sense to it. */
export type PlanSeed<Seed> = {
  readonly seed: Seed;
  readonly skipped?: readonly { readonly path: string; readonly reason: string }[];
};

/**
 * One simulated service. To add one: a folder below `services/`, and a line in `services.ts`. The module must not
 * import its SDK client except by type: `wire` loads it on first use (the EC2 client alone takes half a second).
 */
export type EstateService<Name extends string = string, Seed extends z.ZodType = z.ZodType, View extends object = object> = {
  /** The name in the credential scope; also the member of seed documents and of the state. */
  readonly service: Name;
  readonly errors: ServiceErrors;
  /** For a service that signs with another's name: which requests of that one are its own. */
  readonly signs?: { readonly as: string; readonly takes: (request: EstateRequest) => boolean };
  /**
   * For a system that is not AWS: the requests that are its own though nobody signed them, with the Region that it stands in. Its operations check
   * who calls by themselves.
   */
  claim?(request: EstateRequest, world: WorldView): Pick<SigningScope, "region" | "accessKeyId"> | undefined;
  /** Listens for clients that do not speak to AWS endpoints; only where somebody asks for it (`openFronts`). */
  front?(context: FrontContext): Promise<Front>;
  /** How the service speaks; called once. */
  readonly wire: () => Promise<Protocol>;
  /** By the name that the API gives them. */
  readonly operations: Readonly<Record<string, Operation>>;
  readonly seed: {
    /** The service's part of a seed document; an absent part is `{}`. */
    readonly schema: Seed;
    /** Adds what is missing, never changes what is there. */
    apply(seed: z.output<Seed>, context: SeedContext): void;
  };
  /** Gives names to tasks that say otherwise what they mean, before any service provides what is named. */
  nameTasks?(tasks: readonly PlanTask[], world: WorldView): readonly PlanTask[];
  /** The seed that lets these tasks of a plan find healthy resources. */
  planResources(tasks: readonly PlanTask[], world: WorldView): PlanSeed<z.input<Seed>>;
  /** The service's resources as they are at a moment, without secrets. */
  view(world: WorldView, moment: Moment): View;
  readonly quotas: Quotas;
  /** How long things take, in estate seconds. */
  readonly durations: Readonly<Record<string, SecondsRange>>;
  /** The detail types of the EventBridge events that the service sends. */
  readonly events: readonly string[];
};

/** A service that is ready to answer. */
export type LoadedService = Pick<EstateService, "service" | "errors" | "operations" | "quotas"> & { readonly protocol: Protocol };

/** Keeps the precise types of a service's seed and view. */
export const defineService = <const Name extends string, Seed extends z.ZodType, View extends object>(
  service: EstateService<Name, Seed, View>,
): EstateService<Name, Seed, View> => service;
