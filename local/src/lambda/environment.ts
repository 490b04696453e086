/** Runs a function as Lambda would: a pool of environments, each with one event at a time, a deadline and a real-looking context. */
import { randomUUID } from "node:crypto";
import type { FunctionEnv, FunctionManifest, LambdaHandler } from "@dr/runtime";

/** A function that can be invoked. Rejects with `Task timed out` when the deadline passes, as Lambda's own error does. */
export interface LocalFunction {
  readonly manifest: FunctionManifest;
  readonly invoke: (event: unknown) => Promise<unknown>;
}

/** What a function needs here. `maxEnvironments` bounds its concurrency; further events wait. */
export interface LocalFunctionDeps {
  readonly manifest: FunctionManifest;
  readonly create: (env: FunctionEnv) => LambdaHandler;
  readonly env: FunctionEnv;
  readonly region: string;
  readonly accountId: string;
  readonly maxEnvironments: number;
}

/** Builds the function. Environments are started on demand, as Lambda does, and then reused. */
export function createLocalFunction({ manifest, create, env, region, accountId, maxEnvironments }: LocalFunctionDeps): LocalFunction {
  const idle: LambdaHandler[] = [create(env)];
  const waiting: ((handler: LambdaHandler) => void)[] = [];
  let started = 1;

  const acquire = (): Promise<LambdaHandler> => {
    const free = idle.pop();
    if (free) return Promise.resolve(free);
    if (started < maxEnvironments) {
      started += 1;
      return Promise.resolve(create(env));
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const release = (handler: LambdaHandler): void => {
    const next = waiting.shift();
    if (next) next(handler);
    else idle.push(handler);
  };

  return {
    manifest,
    invoke: async (event) => {
      const handler = await acquire();
      const deadlineMs = Date.now() + manifest.timeoutSeconds * 1000;
      let timer: NodeJS.Timeout | undefined;
      const running = handler(event, toContext(manifest, { region, accountId, deadlineMs })).finally(() => release(handler));
      const timedOut = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new Error(`Task timed out after ${manifest.timeoutSeconds} seconds`)),
          manifest.timeoutSeconds * 1000,
        );
      });
      try {
        return await Promise.race([running, timedOut]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function toContext(manifest: FunctionManifest, at: { region: string; accountId: string; deadlineMs: number }) {
  return {
    functionName: manifest.name,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:${at.region}:${at.accountId}:function:${manifest.name}`,
    memoryLimitInMB: String(manifest.memoryMb),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${manifest.name}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, at.deadlineMs - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
