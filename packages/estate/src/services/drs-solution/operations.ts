// The calls of the REST API, each by an ID token of the solution's user pool.
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation, writeOperation, type CallContext } from "../../operation.ts";
import { everywhere } from "../../world/everywhere.ts";
import type { WorldView } from "../../world/world.ts";
import { isIdToken } from "../cognito-idp/records.ts";
import { functionKind } from "../lambda/records.ts";
import { readSolution } from "./reads.ts";
import type { DrsSolution } from "./records.ts";
import { changeSolution } from "./starts.ts";

/** The function of the solution, and where it is; undefined before somebody has one. */
export const solutionIn = (world: WorldView) =>
  everywhere(world, functionKind).flatMap(({ region, body: { name, drsSolution } }) =>
    drsSolution === undefined ? [] : [{ region, name, solution: drsSolution }],
  )[0];

const allowed = (token: string, { world, nowMs }: CallContext & { readonly world: WorldView }): DrsSolution => {
  const found = solutionIn(world);
  if (found === undefined || !isIdToken(world, token, nowMs)) throw awsError("UNAUTHORIZED", "Unauthorized", 401);
  return found.solution;
};

const asked = { path: z.string(), token: z.string() };
const redact = (input: object): object => ({ ...input, token: "(redacted)" });
const named = ({ path }: { readonly path: string }): readonly string[] => [path];

/** Any GET. */
export const read = readOperation({
  input: z.object(asked),
  resources: named,
  run: ({ path, token }, call) => ({ body: readSolution(allowed(token, call), path, call) }),
});

/** Any POST. */
export const change = writeOperation({
  input: z.object({ ...asked, body: z.unknown() }),
  resources: named,
  redact,
  run: ({ path, token, body }, call) => changeSolution(allowed(token, call), path, body, call),
});
