/** Simulated clusters as a world of the conformance suite: the real port, no sockets, in virtual time. */
import type { SeedDocument } from "@dr/estate";
import { createTestEstate, type TestEstate } from "@dr/estate/testing";
import type { FakeWorld } from "@dr/adapter-kit/testing";
import type { VirtualClock } from "@dr/runtime";
import { managementEndpoint } from "../src/fsx.ts";
import { createClusterPort } from "../src/api/cluster-client.ts";
import type { Transport } from "../src/api/transport.ts";
import type { OntapClients } from "../src/clients.ts";

/** A world, and the estate behind it. */
export interface OntapWorld extends FakeWorld<OntapClients> {
  readonly estate: TestEstate["estate"];
}

/** How mirrors are, where it is not as usual. */
export interface SeededMirror {
  readonly lagSeconds?: number;
  readonly policyType?: "async" | "sync" | "automated_failover";
  readonly state?: string;
  readonly everySeconds?: number | null;
}

const CLUSTERS = [
  { name: "ontap-prod-01", site: "us-east-1", peers: ["ontap-dr-01"] },
  { name: "ontap-dr-01", site: "us-west-2", peers: ["ontap-prod-01"] },
];
const SOURCE = { cluster: "ontap-prod-01", svm: "svm_prod" };
const DESTINATION = { cluster: "ontap-dr-01", svm: "svm_dr" };

/** Prod in us-east-1, dr in us-west-2, a mirror of each volume that is `lagSeconds` behind. */
export function twoClusters(volumes: readonly string[], mirror: SeededMirror = {}) {
  return {
    ontap: {
      clusters: CLUSTERS,
      relationships: volumes.map((volume) => ({ source: { ...SOURCE, volume }, destination: { ...DESTINATION, volume }, ...mirror })),
    },
  };
}

/** The same with one mirror of a whole: the virtual machine `svm_dr:`, or the consistency group `svm_dr:/cg/payroll`; and a virtual machine for clones. */
export function twoClustersOf(
  kind: "svm" | "group",
  { members = ["orders", "carts"], ...mirror }: SeededMirror & { readonly members?: string[] } = {},
): SeedDocument {
  const group = kind === "group" ? { consistencyGroup: "payroll" } : {};
  return {
    ontap: {
      clusters: CLUSTERS,
      svms: [{ cluster: "ontap-dr-01", svm: "svm_drill" }],
      relationships: [{ source: { ...SOURCE, ...group }, destination: { ...DESTINATION, ...group }, members, ...mirror }],
    },
  };
}

/** A transport that hands requests to the estate as the TLS listener does. A reset is what a socket gives. */
function inProcess({ handle }: Pick<TestEstate["estate"], "handle">, named: string): Transport {
  const endpoint = managementEndpoint(named, "us-west-2");
  const cluster = endpoint === undefined ? named : new URL(endpoint).hostname;
  const authorization = `Basic ${Buffer.from(`${endpoint === undefined ? "dr-orchestration" : "fsxadmin"}:simulated`).toString("base64")}`;
  return async ({ method, path, body }) => {
    const answer = await handle({
      method,
      url: path,
      headers: { host: cluster, authorization },
      body: body === undefined ? "" : JSON.stringify(body),
    });
    if (answer === "reset") throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    return { status: answer.status, body: JSON.parse(answer.body) as unknown };
  };
}

/** Effects read `BreakSnapMirror svm_dr:orders`: the action and what it names first. */
export function createOntapWorld(seed: Parameters<TestEstate["estate"]["seed"]>[0], clock: VirtualClock): OntapWorld {
  const { estate } = createTestEstate({ clock: clock.nowMs });
  estate.seed(seed);
  const applied = () => estate.effects({ outcome: "applied" });
  let unknownWords = false;
  return {
    estate,
    effects: () => applied().map(({ action, resources }) => `${action} ${(resources[0] ?? "").replace(/_drill_\w+$/, "_drill")}`),
    touched: () => applied().map(({ resources }) => resources),
    speakUnknownWords: () => {
      unknownWords = true;
    },
    createClients: (wrap) => ({
      cluster: async (name) => {
        const send = inProcess(estate, name);
        return wrap(
          createClusterPort(async (request) => {
            // Words change while something is under way: a mirror that rests says what the manual says.
            if (unknownWords && request.method !== "GET") estate.faults.add({ kind: "unknown-enum", service: "ontap", times: 4 });
            return send(request);
          }),
        );
      },
    }),
  };
}
