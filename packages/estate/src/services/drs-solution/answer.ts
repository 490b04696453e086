// The function of an existing DRS solution (its third generation), invoked with an event of API Gateway.
import * as z from "zod";
import { isAwsError } from "../../aws-error.ts";
import type { WriteCall } from "../../operation.ts";
import { readSolution } from "./reads.ts";
import type { DrsSolution } from "./records.ts";
import { changeSolution } from "./starts.ts";

const eventSchema = z.looseObject({
  httpMethod: z.string(),
  path: z.string(),
  body: z.string().nullish(),
});

/** What the function answers; undefined for an event that is none of API Gateway's. */
export const answerOfSolution = (solution: DrsSolution, event: unknown, call: WriteCall): object | undefined => {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return undefined;
  const { httpMethod, path, body } = parsed.data;
  try {
    const told =
      httpMethod === "POST"
        ? changeSolution(solution, path, JSON.parse(body ?? "{}") as unknown, call)
        : { status: 200, body: readSolution(solution, path, call) };
    return { statusCode: told.status, body: JSON.stringify(told.body) };
  } catch (error) {
    if (!isAwsError(error)) throw error;
    return { statusCode: error.aws.status, body: JSON.stringify({ error: error.aws.code, message: error.message }) };
  }
};
