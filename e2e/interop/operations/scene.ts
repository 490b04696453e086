/** One operation of an adapter on a server that no one here wrote: what is arranged there, what is asked for, and the fact that has to be true afterwards. */
import { connectedThrough, type Adapter } from "@dr/adapter-kit";
import { createHarness, type Scenario } from "@dr/adapter-kit/testing";

const credentials = { accessKeyId: "123456789012", secretAccessKey: "not-checked" };
/** MiniStack keeps some unknown services waiting for ever. */
const requestHandler = { requestTimeout: 20_000, connectionTimeout: 2_000, throwOnRequestTimeout: true };

/** How a client is made on a server. */
export interface PeerConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: 1;
  readonly requestHandler: typeof requestHandler;
}

/** A server. */
export interface Peer {
  readonly name: "moto" | "ministack";
  readonly endpoint: string;
  readonly at: (region: string) => PeerConfig;
  /** Forgets everything. */
  readonly reset: () => Promise<void>;
}

const RESET = { moto: "/moto-api/reset", ministack: "/_ministack/reset" } as const;

/** A server at an endpoint. */
export const peerAt = (name: Peer["name"], endpoint: string): Peer => ({
  name,
  endpoint,
  at: (region) => ({ endpoint, region, credentials, maxAttempts: 1, requestHandler }),
  reset: async () => {
    const answer = await fetch(`${endpoint}${RESET[name]}`, { method: "POST" });
    if (!answer.ok) throw new Error(`${name} could not be reset: ${answer.status}`);
  },
});

/** What is asked for once everything is arranged. */
export interface Asked extends Pick<Scenario<unknown>, "resources" | "config" | "executionType" | "mode"> {
  /** Read from the server with a client of its own, never from the adapter's answer. */
  readonly fact: () => Promise<unknown>;
  readonly wanted: unknown;
  /** What a person or a program does meanwhile. */
  readonly meanwhile?: (operationId: string) => Promise<void>;
  /** The adapter's environment beside the endpoint. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Arranges a server for one operation. */
export type Scene = (peer: Peer) => Promise<Asked>;

/** Longer than any operation takes where nothing takes time, and short enough that one which cannot end is soon over. */
const DEADLINE_SECONDS = 300;

/** Runs the operation there: `done` if the fact is as wanted, else where it ended and why. The adapter's time is virtual: nothing is waited for. */
export async function play({ adapter, operation, scene, peer }: Play): Promise<string> {
  await peer.reset();
  let asked: Asked;
  try {
    asked = await scene(peer);
  } catch (error) {
    return `could not be arranged: ${told(error)}`;
  }
  const { fact, wanted, meanwhile, env = {}, ...rest } = asked;
  const at = peer.at("us-east-1");
  const connection = { credentials: at.credentials, requestHandler: at.requestHandler, readAttempts: 1 };
  const clients = adapter.createClients(
    connectedThrough({ AWS_REGION: at.region, DR_AWS_ENDPOINT: at.endpoint, DR_DYNAMODB_ENDPOINT: at.endpoint, ...env }, connection),
  );
  const createWorld = () => ({
    createClients: (wrap: (port: object) => object) => wrapped(clients, wrap) as never,
    effects: () => [],
    touched: () => [],
  });
  const scenario = { name: operation, operation, effects: [], takesAtLeastSeconds: 1, createWorld, ...rest };
  const run = createHarness({ adapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  const operationId = run.request({ deadlineSeconds: DEADLINE_SECONDS });
  if (meanwhile) {
    await run.run(1);
    await meanwhile(operationId);
  }
  await run.run();
  const outcome = run.outcomeOf(operationId) ?? "no answer";
  const { failure } = (run.facts().at(-1)?.data ?? {}) as { failure?: { message: string } };
  if (outcome !== "TechnologyCompleted") return `${outcome}: ${failure?.message ?? ""}`;
  const found = await fact();
  return JSON.stringify(found) === JSON.stringify(wanted) ? "done" : `completed, and the server tells ${JSON.stringify(found)}`;
}

/** What is run. */
export interface Play {
  readonly adapter: Adapter<never>;
  readonly operation: string;
  readonly scene: Scene;
  readonly peer: Peer;
}

/** Every port through the harness; ports by Region are made there. */
function wrapped(clients: object, wrap: (port: object) => object): object {
  const members = Object.entries(clients).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === "function" ? (region?: string) => wrap((member as (at?: string) => object)(region)) : wrap(member as object),
  ]);
  return Object.fromEntries(members) as object;
}

function told(error: unknown): string {
  const { name, message, $response } = error as Error & { $response?: { statusCode?: number } };
  return `${name}${$response?.statusCode === undefined ? "" : ` ${$response.statusCode}`}: ${message}`.slice(0, 300);
}
