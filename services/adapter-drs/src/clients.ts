/** The clients of the DRS adapter. */
import { createRegionalClients } from "@dr/adapter-kit";
import { systemClock, type FunctionEnv } from "@dr/runtime";
import { createDrsPort, type DrsPort } from "./drs-client.ts";
import { createEc2Port, type Ec2Port } from "./ec2-client.ts";
import { createSolution, type SolutionAddress } from "./solution/solution-client.ts";
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

/** Clients on AWS, or on `DR_AWS_ENDPOINT`. */
export function createDrsClients(env: FunctionEnv): DrsClients {
  return {
    drs: createRegionalClients((region) => createDrsPort(env, region)),
    ec2: createRegionalClients((region) => createEc2Port(env, region)),
    launches: createLaunchBook(env),
    solution: createSolution(env, () => systemClock.nowMs()),
  };
}
