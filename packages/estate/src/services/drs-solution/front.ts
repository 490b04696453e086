// Where the REST API of the solution listens, and the secret by which an adapter finds it.
import type { Front, FrontContext } from "../../fronts/front.ts";
import { listenOn } from "../../fronts/listen.ts";
import { createServer } from "node:http";
import { poolKind } from "../cognito-idp/records.ts";
import { solutionIn } from "./operations.ts";
import { SOLUTION_HOST, STAGE } from "./wire.ts";

/** Listens on the loopback interface; there is a secret as soon as there is a solution. */
export const solutionFront = async ({ handle, view }: FrontContext): Promise<Front> => {
  const server = createServer();
  const { port, close } = await listenOn(server, handle, () => SOLUTION_HOST);
  return {
    secrets: () => {
      const found = solutionIn(view());
      if (found === undefined) return [];
      const { region, name, solution } = found;
      const [pool] = view().list(poolKind, region);
      const [user] = pool?.users ?? [];
      const value = {
        apiEndpoint: `http://127.0.0.1:${port}${STAGE}`,
        userPoolId: pool?.id,
        clientId: pool?.clientId,
        username: user?.name,
        password: user?.password,
        executionFunction: name,
        stateMachineArn: solution.machineArn,
        region,
      };
      return [{ name: "dr-orchestration/external-apis/drs", value: JSON.stringify(value) }];
    },
    close,
  };
};
