/** Routing controls of a cluster through its Regional endpoints, of which some may be down; the only file that knows their SDK. */
import {
  GetRoutingControlStateCommand,
  Route53RecoveryClusterClient,
  UpdateRoutingControlStatesCommand,
} from "@aws-sdk/client-route53-recovery-cluster";
import { classifyAwsError, createClientPair } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";

/** One of the five endpoints of a cluster. */
export interface ArcEndpoint {
  readonly url: string;
  readonly region: string;
}

/** On or off. */
export type ControlState = "On" | "Off";

/** A cluster. Every call goes from endpoint to endpoint until one answers. */
export interface ArcPort {
  /** State by ARN. `from` says which endpoint is asked first, so that a look after an act asks another one. */
  readonly states: (arns: readonly string[], from: number) => Promise<Readonly<Record<string, string>>>;
  /** All in one call, all or nothing. Throws `infrastructure.safety_rule` where a rule of the cluster refuses; no rule is ever overridden. */
  readonly update: (states: Readonly<Record<string, ControlState>>) => Promise<void>;
}

/** What one endpoint may take before the next one is asked (Route 53 ARC developer guide, best practices: five seconds). */
const ENDPOINT_MS = 5_000;

/** The port of a cluster. */
export function createArcPort(env: FunctionEnv, endpoints: readonly ArcEndpoint[]): ArcPort {
  const pairs = endpoints.map(({ url, region }) =>
    createClientPair(env, (config) => new Route53RecoveryClusterClient({ endpoint: url, ...config, maxAttempts: 1 }), region),
  );
  /** The first answer; what a service says is an answer, too, unless another endpoint may say something else. */
  const ask = async <Answer>(
    from: number,
    call: (pair: (typeof pairs)[number], abortSignal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> => {
    let last: unknown = new DrError("infrastructure.no_endpoint", "the cluster has no endpoint");
    for (const [index] of pairs.entries()) {
      const pair = pairs[(from + index) % pairs.length];
      try {
        if (pair) return await call(pair, AbortSignal.timeout(ENDPOINT_MS));
      } catch (error) {
        if (!isOfEndpoint(error)) throw error;
        last = error;
      }
    }
    throw last;
  };
  return {
    states: async (arns, from) => {
      const found = arns.map(async (RoutingControlArn) => {
        const command = new GetRoutingControlStateCommand({ RoutingControlArn });
        const { RoutingControlState = "" } = await ask(from, ({ read }, abortSignal) => read.send(command, { abortSignal }));
        return [RoutingControlArn, RoutingControlState] as const;
      });
      return Object.fromEntries(await Promise.all(found));
    },
    update: async (states) => {
      const UpdateRoutingControlStateEntries = Object.entries(states).map(([RoutingControlArn, RoutingControlState]) => ({
        RoutingControlArn,
        RoutingControlState,
      }));
      const command = new UpdateRoutingControlStatesCommand({ UpdateRoutingControlStateEntries });
      try {
        // To set a state twice is to set it once: the next endpoint may be asked after a lost answer.
        await ask(0, ({ mutate }, abortSignal) => mutate.send(command, { abortSignal }));
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "ConflictException") throw error;
        throw new DrError("infrastructure.safety_rule", `the cluster refuses: ${error.message}`, { retryable: false });
      }
    },
  };
}

function isOfEndpoint(error: unknown): boolean {
  if (error instanceof Error && error.name === "EndpointTemporarilyUnavailableException") return true;
  return ["TRANSIENT", "UNKNOWN_OUTCOME"].includes(classifyAwsError(error).class);
}
