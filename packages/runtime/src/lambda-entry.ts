/** Turns `create(env)` into a Lambda handler: built at cold start on AWS, by the caller's own env elsewhere. */

/** A Lambda handler as the platform calls it. */
export type LambdaHandler = (event: unknown, context: unknown) => Promise<unknown>;

/** Environment of one function: names to values, as `process.env`. */
export type FunctionEnv = Readonly<Record<string, string | undefined>>;

/**
 * `export const { create, handler } = lambdaEntry((env) => …)`. On AWS the handler is built while the environment starts, so that a bad
 * environment fails the deployment and not the first event; local/ calls `create` with the env of that one function.
 */
export function lambdaEntry(create: (env: FunctionEnv) => LambdaHandler): {
  create: (env: FunctionEnv) => LambdaHandler;
  handler: LambdaHandler;
} {
  let built = process.env["AWS_LAMBDA_FUNCTION_NAME"] === undefined ? undefined : create(process.env);
  return { create, handler: (event, context) => (built ??= create(process.env))(event, context) };
}
