/** The existing DRS solution on the wire: its REST API with an ID token of Cognito, or its function invoked directly. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { createClientPair } from "@dr/adapter-kit";
import { createSecretReader, notSetUp } from "@dr/adapter-kit/secrets-client";
import { DrError, lazyLooseObject } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";
import * as z from "zod";
import { createLogIn } from "./login-client.ts";
import { createMachineReader, type DescribeMachine } from "./machine-client.ts";
import { machineExecutionArn, toSolutionExecution } from "./machine-execution.ts";
import { createSolutionPort, type SolutionPort, type SolutionRequest, type Transport } from "./port.ts";
import { statusOfBody } from "./solution-error.ts";

/** Where the solution is reached and as whom; the secret's content, never a plan's. */
const SECRET_ID = "dr-orchestration/external-apis/drs";
const secretSchema = lazyLooseObject(() => ({
  apiEndpoint: z.url().optional(),
  userPoolId: z.string().optional(),
  clientId: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  authFlow: z.enum(["admin", "srp"]).default("admin"),
  executionFunction: z.string().optional(),
  stateMachineArn: z.string().optional(),
  region: z.string().optional(),
}));
type Secret = z.infer<typeof secretSchema>;

/** ID tokens live for 45 minutes: renewed a little before. */
const TOKEN_MS = 40 * 60_000;
const TIMEOUT_MS = 29_000;

/** The error for a part of the secret that this way to the solution needs. */
function lacks(code: string, parts: string): DrError {
  const hint = `put ${parts} into secret ${SECRET_ID} in Secrets Manager, or reach the solution another way`;
  return notSetUp(code, `secret ${SECRET_ID}: expected ${parts}`, { secretId: SECRET_ID, hint });
}

/** How a task or a question wants the solution to be reached. */
export interface SolutionAddress {
  /** `step_functions`: started by its function, followed by its state machine. `any`: as the secret says, its API before its function. */
  readonly mode: "api" | "lambda" | "step_functions" | "any";
  /** Has to be the secret's own: a token goes nowhere else. */
  readonly endpoint: string | undefined;
  /** State machine to follow; the secret's if the task names none. */
  readonly machineArn?: string | undefined;
}

/** The solution by the mode in which it is reached. */
export function createSolution(env: FunctionEnv, nowMs: () => number): (address: SolutionAddress) => SolutionPort {
  const readSecret = createSecretReader(env, {
    schema: secretSchema,
    code: "drs.bad_secret",
    expected: "apiEndpoint, userPoolId, clientId, username and password, or executionFunction, each of them text",
  });
  let secret: Promise<Secret> | undefined;
  const settings = (): Promise<Secret> => {
    secret ??= readSecret(SECRET_ID);
    // A failed read is no answer for the next one.
    secret.catch(() => (secret = undefined));
    return secret;
  };
  // What it let in before it lets in no more when its password was changed: the next one reads it again.
  const forget = (): void => void (secret = undefined);
  const api = createApi(env, { settings, forget }, nowMs);
  const byFunction = invoking(env, settings);
  const lambda = createSolutionPort(byFunction);
  const byApi = api(undefined);
  const any = createSolutionPort(async (request) => ((await settings()).apiEndpoint === undefined ? byFunction : byApi)(request));
  const describe = createMachineReader(env);
  // One port for each endpoint: it remembers which generation answers there.
  const ports = new Map<string, SolutionPort>();
  return ({ mode, endpoint, machineArn }) => {
    if (mode === "lambda") return lambda;
    if (mode === "any") return any;
    if (mode === "step_functions") return followedByMachine(lambda, describe, async () => machineArn ?? (await settings()).stateMachineArn);
    const port = ports.get(endpoint ?? "") ?? createSolutionPort(api(endpoint));
    ports.set(endpoint ?? "", port);
    return port;
  };
}

/** The function's port, with the state machine's word on how an execution goes. */
function followedByMachine(port: SolutionPort, describe: DescribeMachine, machine: () => Promise<string | undefined>): SolutionPort {
  const known = async (): Promise<string> => {
    const machineArn = await machine();
    if (machineArn !== undefined) return machineArn;
    const hint = `name it in the task, or put stateMachineArn into secret ${SECRET_ID}`;
    const told = `expected config.drs_step_function_arn, or stateMachineArn in secret ${SECRET_ID}`;
    throw notSetUp("drs.machine_missing", told, { secretId: SECRET_ID, hint });
  };
  return {
    ...port,
    // Before anything is started.
    plan: async (planId) => {
      await known();
      return port.plan(planId);
    },
    execution: async (executionId) => {
      const seen = await describe(machineExecutionArn(await known(), executionId));
      return seen && toSolutionExecution(executionId, seen);
    },
  };
}

interface Settings {
  readonly settings: () => Promise<Secret>;
  readonly forget: () => void;
}

function createApi(env: FunctionEnv, { settings, forget }: Settings, nowMs: () => number): (endpoint: string | undefined) => Transport {
  const logIn = createLogIn(env, nowMs);
  let token: { readonly value: string; readonly untilMs: number } | undefined;
  let refreshToken: string | undefined;
  const login = async (known: Secret): Promise<string> => {
    const { userPoolId, clientId, username, password, region, authFlow } = known;
    if (!userPoolId || !clientId || !username || !password)
      throw lacks("drs.credentials_missing", "userPoolId, clientId, username and password");
    const asked = logIn({ userPoolId, clientId, username, password, region, flow: authFlow }, refreshToken);
    asked.catch(forget);
    const given = await asked;
    refreshToken = given.refreshToken;
    token = { value: given.idToken, untilMs: nowMs() + TOKEN_MS };
    return given.idToken;
  };
  return (endpoint) => async (request) => {
    const known = await settings();
    const base = known.apiEndpoint;
    if (base === undefined) throw lacks("drs.endpoint_missing", "apiEndpoint");
    if (endpoint !== undefined && endpoint.replace(/\/+$/, "") !== base.replace(/\/+$/, ""))
      throw new DrError("drs.endpoint_not_known", `${endpoint} is not the endpoint of secret ${SECRET_ID}: a token goes nowhere else`);
    const bearer = token !== undefined && nowMs() < token.untilMs ? token.value : await login(known);
    const answer = await exchange(base, bearer, request);
    // The gateway refused it before anything was done: once more with a new token.
    return answer.status === 401 ? exchange(base, await login(known), request) : answer;
  };
}

/** Without a base path of its own: the stage is part of the endpoint. */
async function exchange(base: string, bearer: string, { method, path, query = {}, body }: SolutionRequest): ReturnType<Transport> {
  const search = new URLSearchParams(query).toString();
  const answer = await fetch(`${base.replace(/\/+$/, "")}${path}${search === "" ? "" : `?${search}`}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? {} : (JSON.parse(text) as unknown) };
}

/** Its function takes an event of API Gateway as well, and only then answers with a status. */
function invoking(env: FunctionEnv, settings: () => Promise<Secret>): Transport {
  const lambda = createClientPair(env, (config) => new LambdaClient(config)).mutate;
  return async ({ method, path, query = {}, body }) => {
    const { executionFunction } = await settings();
    if (executionFunction === undefined) throw lacks("drs.function_missing", "executionFunction");
    const id = /^\/[a-z-]+\/([^/]+)/.exec(path)?.[1];
    const event = {
      requestContext: {},
      httpMethod: method,
      path,
      pathParameters: id === undefined ? null : { id: decodeURIComponent(id) },
      queryStringParameters: query,
      body: body === undefined ? null : JSON.stringify(body),
    };
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: executionFunction, Payload: JSON.stringify(event) }),
    );
    const text = Payload === undefined ? "" : new TextDecoder().decode(Payload);
    if (FunctionError !== undefined) throw new Error(`${executionFunction} failed (${FunctionError})`);
    const answer = JSON.parse(text === "" ? "{}" : text) as { statusCode?: number; body?: string };
    if (typeof answer.statusCode !== "number") return { status: statusOfBody(answer), body: answer };
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? "{}") as unknown };
  };
}
