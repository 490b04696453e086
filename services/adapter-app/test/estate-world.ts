/** The simulated estate as the world of conformance runs, with this adapter's clients. */
import { connectedThrough } from "@dr/adapter-kit";
import { createEstateWorld as createWorld, type EstateWorld as World } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createAppClients, type AppClients } from "../src/app-client.ts";
import { createProbe, type ProbePort } from "../src/clients/probe.ts";

type Estate = World<AppClients>["estate"];
/** What a test seeds. */
export type Seed = Parameters<Estate["seed"]>[0];
type Line = ReturnType<Estate["effects"]>[number];

/** The estate as a world. Probes pass, unless other answers were laid out for them. */
export interface EstateWorld extends World<AppClients> {
  readonly answerProbes: (answers: readonly boolean[]) => void;
}

/** A world with this seed. Effects read `SendCommand i-…`. */
export function createEstateWorld(seed: Seed, clock: VirtualClock): EstateWorld {
  const answers: boolean[] = [];
  const probe: ProbePort["probe"] = async ({ endpoint }) => {
    const passed = answers.shift() ?? true;
    return { passed, message: `${endpoint}: ${passed ? "status 200" : "status 503"}` };
  };
  const world = createWorld<AppClients>({
    seed,
    clock,
    createClients: (connection) => ({
      ...createAppClients(connectedThrough({ AWS_REGION: connection.region, DR_AWS_ENDPOINT: "http://estate.invalid" }, connection)),
      probe: { probe, isForbidden: createProbe().isForbidden },
    }),
    line: lineOf,
  });
  // A run that is started again by its token is the same run, though the call counts.
  const runs = (): string[] => world.estate.state().ssm.automations.map(({ document }) => `${AUTOMATION} ${document}`);
  const effects = (): string[] => [...world.effects().filter((effect) => !effect.startsWith(AUTOMATION)), ...runs()];
  return { ...world, effects, answerProbes: (given) => void answers.push(...given) };
}

const AUTOMATION = "StartAutomation";

/** What was done: a cancel counts for none, nor does a question. */
function lineOf({ action, resources, request }: Line): string | undefined {
  switch (action) {
    case "SendCommand":
      return `SendCommand ${resources.join(",")}`;
    case "StartAutomationExecution":
      return `${AUTOMATION} ${resources[0]}`;
    case "Invoke": {
      const { Payload } = request as { readonly Payload?: { readonly action?: string } };
      return Payload?.action === "status" ? undefined : `Invoke ${resources.join(",")} ${Payload?.action}`;
    }
    default:
      return undefined;
  }
}
