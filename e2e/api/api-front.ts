/** The API behind the front of one machine: over HTTP, and signed. */
import { GATEWAY_ROUTES } from "@dr/routes";
import { lambdaContext } from "@dr/runtime/testing";
import type { Credential } from "../../local/src/front/credentials.ts";
import { startFront, type FrontDeps } from "../../local/src/front/server.ts";
import { createSigV4Verifier } from "../../local/src/front/sigv4.ts";
import type { createTestApi, TestApi } from "../../services/api/test/api.ts";

/** Region that callers sign for. */
export const REGION = "us-east-1";

/** A front for whoever has one of these keys; `handler` answers, and may be another one at each call. */
export function startApiFront(credentials: readonly Credential[], handler: TestApi["handler"]): ReturnType<typeof startFront> {
  return startFrontFor(createSigV4Verifier({ region: REGION, service: "execute-api", credentials, nowMs: () => Date.now() }), handler);
}

/** A front for whom `verify` takes for a caller. */
export function startFrontFor(verify: FrontDeps["verify"], handler: TestApi["handler"]): ReturnType<typeof startFront> {
  return startFront({
    port: 0,
    accountId: "123456789012",
    fronts: [
      {
        routes: [...GATEWAY_ROUTES, { method: "ANY", path: "/{proxy+}" }],
        answers: { name: "api", invoke: (event: unknown) => handler(event, lambdaContext()) } as never,
      },
    ],
    home: { region: REGION, speed: 1, data: "" },
    verify,
    local: () => Promise.resolve("reset"),
    dependencies: { untilDown: () => new Promise(() => undefined), wasDown: () => false, states: () => [] } as never,
    nowMs: () => Date.now(),
    log: () => undefined,
  });
}

/** The same quota for calls of every class. */
export function quotasOf(perSecond: number, burst: number): NonNullable<NonNullable<Parameters<typeof createTestApi>[0]>["quotas"]> {
  return Object.fromEntries(["read", "list", "write", "command", "start", "heavy"].map((name) => [name, { perSecond, burst }])) as never;
}
