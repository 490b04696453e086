/** The clients of the DRS adapter. */
import { atHome, createRegionalClients, lazyPort } from "@dr/adapter-kit";
import { systemClock, type FunctionEnv } from "@dr/runtime";
import type { DrsPort } from "./drs-client.ts";
import type { Ec2Port } from "./ec2-client.ts";
import type { SolutionAddress } from "./solution/solution-client.ts";
import type { SolutionPort } from "./solution/port.ts";
import { createLaunchBook, type LaunchBook } from "./launch-book-client.ts";

/** DRS and EC2 by Region; without one, that of the function: the adapter runs where servers are recovered to. */
export interface DrsClients {
  readonly drs: (region?: string) => DrsPort;
  readonly ec2: (region?: string) => Ec2Port;
  readonly launches: LaunchBook;
  /** The existing DRS solution. */
  readonly solution: (address: SolutionAddress) => SolutionPort;
}

/** Clients on AWS, or on `DR_AWS_ENDPOINT`; the SDK's are loaded with their first call. */
export function createDrsClients(env: FunctionEnv): DrsClients {
  let solutions: ((address: SolutionAddress) => SolutionPort) | undefined;
  return {
    drs: createRegionalClients((region) => lazyPort(async () => (await import("./drs-client.ts")).createDrsPort(env, region))),
    ec2: createRegionalClients((region) => lazyPort(async () => (await import("./ec2-client.ts")).createEc2Port(env, region))),
    launches: createLaunchBook(env),
    solution: (address) =>
      lazyPort(async () => {
        const { createSolution } = await import("./solution/solution-client.ts");
        // One for all addresses: they share its secret and its token.
        solutions ??= createSolution(atHome(env), () => systemClock.nowMs());
        return solutions(address);
      }),
  };
}
