/** The simulated estate as the world of conformance runs: real SDK clients, the run's own clock, no sockets. */
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SSMClient } from "@aws-sdk/client-ssm";
import { createRegionalClients } from "@dr/adapter-kit";
import type { FakeWorld, WrapPort } from "@dr/adapter-kit/testing";
import { createTestEstate } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import type { ProbeAnswer } from "../src/clients/probe.ts";
import type { AppClients } from "../src/app-client.ts";
import { createAutomationPort } from "../src/clients/automation-client.ts";
import { createLambdaPort } from "../src/clients/lambda-client.ts";
import { createParameterPort } from "../src/clients/parameter-client.ts";
import { createSsmPort } from "../src/clients/ssm-client.ts";

type TestEstate = ReturnType<typeof createTestEstate>;
/** What a test seeds. */
export type Seed = Parameters<TestEstate["estate"]["seed"]>[0];

/** The estate as a world. Probes pass, unless other answers were laid out for them. */
export interface EstateWorld extends FakeWorld<AppClients> {
  readonly estate: TestEstate["estate"];
  readonly answerProbes: (answers: readonly boolean[]) => void;
}

/** A world with this seed. Effects read `SendCommand i-…`. */
export function createEstateWorld(seed: Seed, clock: VirtualClock): EstateWorld {
  const probes: boolean[] = [];
  const { estate, sdkConfig } = createTestEstate({ clock: () => clock.nowMs() });
  estate.seed(seed);
  return {
    estate,
    createClients: (wrap: WrapPort) => clientsOn(sdkConfig, wrap, () => probes.shift() ?? true),
    effects: () => effectsOf(estate),
    answerProbes: (answers) => {
      probes.push(...answers);
    },
    speakUnknownWords: () => {
      estate.faults.add({ kind: "unknown-enum", action: "GetCommandInvocation", times: 3 });
      estate.faults.add({ kind: "unknown-enum", action: "ListCommandInvocations", times: 3 });
      estate.faults.add({ kind: "unknown-enum", action: "GetAutomationExecution", times: 3 });
    },
  };
}

/** What was done: a cancel counts for none, nor does a question; a run that is started again by its token is the same run. */
function effectsOf(estate: TestEstate["estate"]): readonly string[] {
  const journal = estate.effects({ outcome: "applied" });
  const commands = journal.filter(({ action }) => action === "SendCommand").map(({ resources }) => `SendCommand ${resources.join(",")}`);
  const calls = journal.filter(({ action }) => action === "Invoke").flatMap(({ resources, request }) => callOf(resources, request));
  const automations = estate.state().ssm.automations.map(({ document }) => `StartAutomation ${document}`);
  return [...commands, ...automations, ...calls];
}

function callOf(resources: readonly string[], request: unknown): readonly string[] {
  const { Payload } = request as { readonly Payload?: { readonly action?: string } };
  return Payload?.action === "status" ? [] : [`Invoke ${resources.join(",")} ${Payload?.action}`];
}

/** Ports on SDK clients that reach the estate. Reads are not repeated by the client here: its waiting would be real. */
function clientsOn(sdkConfig: TestEstate["sdkConfig"], wrap: WrapPort, passes: () => boolean): AppClients {
  const pair = <Client>(make: (config: ReturnType<TestEstate["sdkConfig"]> & { maxAttempts: number }) => Client, region?: string) => {
    const client = make({ ...sdkConfig(region), maxAttempts: 1 });
    return { read: client, mutate: client };
  };
  const ssm = (region?: string) => pair((config) => new SSMClient(config), region);
  const probe = async ({ endpoint }: { readonly endpoint: string }): Promise<ProbeAnswer> => {
    const passed = passes();
    return { passed, message: `${endpoint}: ${passed ? "status 200" : "status 503"}` };
  };
  return {
    probe: wrap({ probe }),
    ssm: createRegionalClients((region) => wrap(createSsmPort(ssm(region)))),
    automation: createRegionalClients((region) => wrap(createAutomationPort(ssm(region)))),
    parameters: createRegionalClients((region) => wrap(createParameterPort(ssm(region).read))),
    lambda: createRegionalClients((region) => wrap(createLambdaPort(pair((config) => new LambdaClient(config), region)))),
  };
}
