/** The existing DRS solution, its Cognito and its secret over real HTTP, in the generations G1, G3 and G4, with the quirks of each. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSrpServer } from "./srp-server.ts";

/** How a run ends in the fake: the solution's word, and each server's. */
export interface Ending {
  readonly status: string;
  readonly servers: Readonly<Record<string, string>>;
}

/** A request as it came, without its token. */
export interface Asked {
  readonly line: string;
  readonly body: Record<string, unknown>;
}

/** Levers and records of the fake. */
export interface FakeSolution {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly logins: () => readonly unknown[];
  /** How the executions end from now on. */
  ending: Ending;
  /** Answers of the next starts, in the place of its own; `lost` starts, and drops the connection. */
  readonly nextStarts: (readonly [number, unknown] | "lost")[];
  /** Tokens given so far are refused from now on. */
  readonly expireTokens: () => void;
  plan: Record<string, unknown>;
  quotas: Record<string, unknown>;
  existing: readonly Record<string, unknown>[];
  /** What a patched solution tells of an execution besides. */
  told: Record<string, unknown>;
  /** Its refresh tokens are no good any more. */
  refuseRefresh: boolean;
  /** How its app client lets users in; SRP alone in the first generation. */
  flow: "admin" | "srp";
  /** What its secret holds instead of what it should. */
  secretText: string | undefined;
  readonly stop: () => Promise<void>;
}

/** Polls that an execution takes before it ends. */
const POLLS = 2;

const JOB_LOGS: readonly [number, unknown] = [
  200,
  { jobLogs: [{ events: [{ event: "JOB_START" }, { event: "LAUNCH_FAILED", error: "no capacity" }] }] },
];

/** Starts the fake. */
export async function startFakeSolution(generation: "G1" | "G3" | "G4"): Promise<FakeSolution> {
  const asked: Asked[] = [];
  const logins: unknown[] = [];
  const executions: { id: string; initiatedBy: string; type: string; looks: number; body: Record<string, unknown> }[] = [];
  let valid = "none";
  const isFirst = generation === "G1";
  const word = (status: string): string => (isFirst ? status.toLowerCase() : status);

  const view = (one: (typeof executions)[number]) => {
    const over = one.looks > POLLS;
    const servers = Object.entries(fake.ending.servers).map(([sourceServerId, status], index) => {
      const launchStatus = over ? word(status) : word("IN_PROGRESS");
      const ids = status === "LAUNCHED" && over ? { instanceId: `i-0000000000000000${index + 1}`, privateIp: `10.0.0.${index + 1}` } : {};
      return isFirst ? { sourceServerId, status: launchStatus, ...ids } : { sourceServerId, launchStatus, ...ids };
    });
    const wave = {
      waveNumber: 0,
      waveName: "web",
      status: word("COMPLETED"),
      jobId: "drsjob-1",
      startTime: 1_795_406_400,
      endTime: 1_795_406_700,
    };
    return {
      executionId: one.id,
      initiatedBy: one.initiatedBy,
      status: word(over ? fake.ending.status : "POLLING"),
      startTime: 1_795_406_400,
      endTime: over ? 1_795_407_330 : undefined,
      waves: [{ ...wave, ...(isFirst ? { servers } : { serverStatuses: servers }) }],
      taskToken: "AQCkAAAAKgAAA-secret",
      pausedStateSnapshot: { secret: true },
      ...fake.told,
    };
  };

  const start = (body: Record<string, unknown>): readonly [number, unknown] | "lost" => {
    const names = isFirst ? ["PlanId", "ExecutionType", "InitiatedBy"] : ["planId", "executionType", "initiatedBy"];
    const missing = names.find((name) => body[name] === undefined);
    if (missing !== undefined) return [400, { error: isFirst ? "MISSING_FIELD" : "MISSING_PARAMETER", message: `${missing} is required` }];
    const told = fake.nextStarts.shift();
    if (told !== undefined && told !== "lost") return told;
    const id = `00000000-0000-4000-8000-00000000000${executions.length + 1}`;
    executions.push({ id, initiatedBy: String(body[names[2] ?? ""]), type: String(body[names[1] ?? ""]), looks: 0, body });
    return told === "lost" ? "lost" : [202, { executionId: id, status: "PENDING", statusUrl: `/executions/${id}` }];
  };

  const launchedIn = (one: (typeof executions)[number]): readonly [number, unknown] => {
    const instances = view(one)
      .waves.flatMap((wave) => ("servers" in wave ? wave.servers : wave.serverStatuses))
      .filter((server) => "instanceId" in server);
    return [200, { instances: instances.map((server) => ({ ...server, launchStatus: undefined, status: "LAUNCHED" })) }];
  };

  const planAnswer = (id: string, rest: string | undefined): readonly [number, unknown] => {
    if (rest === "check-existing-instances") return [200, { existingInstances: fake.existing }];
    return [fake.plan["planId"], fake.plan["id"]].includes(id) ? [200, fake.plan] : [404, { error: "NOT_FOUND" }];
  };

  const get = (path: string, query: URLSearchParams): readonly [number, unknown] => {
    const [, kind, id = "", rest] = path.split("/");
    if (kind === "recovery-plans") return planAnswer(id, rest);
    if (kind === "drs") return [200, fake.quotas];
    if (id === "") {
      // A lock row, and an empty page with a successor, come before what is looked for.
      if (query.get("nextToken") === null)
        return [200, { items: [{ executionId: "execution-lock-plan-1", status: "LOCK" }], nextToken: '{"executionId":"x"}' }];
      return [200, { items: executions.map(view), nextToken: null }];
    }
    const one = executions.find((execution) => execution.id === id);
    if (!one) return [404, { error: "EXECUTION_NOT_FOUND" }];
    if (rest === "recovery-instances") return launchedIn(one);
    if (rest === "job-logs") return JOB_LOGS;
    one.looks += 1;
    return [200, view(one)];
  };

  const server = createSrpServer({ poolId: "us-east-1_pool", userId: "user-1", password: "pass" });
  /** The password is proven in two steps; a refresh token needs none. */
  const answerSrp = (target: string, body: Record<string, unknown>): readonly [number, unknown] | undefined => {
    const give = (): readonly [number, unknown] => {
      valid = `id-token-${logins.length}`;
      return [200, { AuthenticationResult: { IdToken: valid, RefreshToken: "refresh-1" } }];
    };
    const parameters = (body["AuthParameters"] ?? body["ChallengeResponses"] ?? {}) as Record<string, string>;
    const flow = body["AuthFlow"];
    if (flow === "REFRESH_TOKEN_AUTH") {
      logins.push({ flow, token: parameters["REFRESH_TOKEN"] });
      return fake.refuseRefresh ? [400, { __type: "NotAuthorizedException", message: "Refresh Token has expired" }] : give();
    }
    if (target.endsWith(".RespondToAuthChallenge")) {
      logins.push({ flow: body["ChallengeName"], user: parameters["USERNAME"] });
      return server.accepts(parameters) ? give() : [400, { __type: "NotAuthorizedException", message: "Incorrect username or password." }];
    }
    if (flow === "USER_SRP_AUTH") return [200, { ChallengeName: "PASSWORD_VERIFIER", ChallengeParameters: server.challenge(parameters) }];
    return fake.flow === "srp"
      ? [400, { __type: "InvalidParameterException", message: "Auth flow not enabled for this client" }]
      : undefined;
  };

  const aws = (target: string, body: Record<string, unknown>): readonly [number, unknown] => {
    if (target.startsWith("secretsmanager"))
      return [
        200,
        {
          SecretString:
            fake.secretText ??
            JSON.stringify({
              apiEndpoint: `${fake.url}/dev`,
              userPoolId: "us-east-1_pool",
              clientId: "client",
              username: "a@b.example",
              password: "pass",
            }),
        },
      ];
    const srp = answerSrp(target, body);
    if (srp !== undefined) return srp;
    logins.push({ flow: body["AuthFlow"], user: (body["AuthParameters"] as Record<string, unknown>)["USERNAME"] });
    valid = `id-token-${logins.length}`;
    return [200, { AuthenticationResult: { IdToken: valid, AccessToken: "access-token-is-refused", RefreshToken: "refresh-1" } }];
  };

  const httpServer = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const body = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
      const target = incoming.headers["x-amz-target"];
      const url = new URL(incoming.url ?? "/", "http://fake");
      const path = url.pathname.replace(/^\/dev/, "");
      const answer = (): readonly [number, unknown] | "lost" => {
        if (typeof target === "string") return aws(target, body);
        asked.push({ line: `${incoming.method} ${path}`, body });
        if (incoming.headers.authorization !== `Bearer ${valid}`) return [401, { message: "Unauthorized" }];
        if (incoming.method === "POST" && path === "/executions") return start(body);
        // The fourth generation answers its execute route with nothing, which the gateway makes a 502.
        if (path.endsWith("/execute")) return [502, { message: "Internal server error" }];
        if (path.endsWith("/cancel")) return [200, { status: "CANCELLING" }];
        return get(path, url.searchParams);
      };
      const told = answer();
      if (told === "lost") incoming.socket.destroy();
      else outgoing.writeHead(told[0], { "content-type": "application/json" }).end(JSON.stringify(told[1]));
    });
  });
  httpServer.listen(0, "127.0.0.1");
  await once(httpServer, "listening");
  const fake: FakeSolution = {
    url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
    asked,
    logins: () => logins,
    ending: { status: "COMPLETED", servers: { "s-00000000000000001": "LAUNCHED", "s-00000000000000002": "LAUNCHED" } },
    nextStarts: [],
    expireTokens: () => void (valid = "expired"),
    plan: {
      [isFirst ? "id" : "planId"]: "plan-1",
      waves: [{ waveName: "web", protectionGroupId: "pg-1", serverIds: ["s-00000000000000001", "s-00000000000000002"] }],
    },
    quotas: { capacity: { failedRegions: [] }, concurrentJobs: { current: 0 } },
    existing: [],
    told: {},
    refuseRefresh: false,
    flow: "admin",
    secretText: undefined,
    stop: async () => {
      httpServer.closeAllConnections();
      await new Promise((resolve) => httpServer.close(resolve));
    },
  };
  return fake;
}
