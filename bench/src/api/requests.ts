/** The requests that are measured: every read of the route table, and the commands that can be repeated. */
import { API_BASE, ROUTE_LIST, type Operation } from "@dr/routes";
import { parse } from "yaml";

/** One request, as its caller would say it. */
export interface Asked {
  readonly operation: Operation;
  readonly how: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What paths name. */
export interface Names {
  readonly planId: string;
  readonly executionId: string;
}

/** Reads that this platform has nothing to answer with: a single account, parameters, discovery over the network, and webhooks, which are another service's. */
const ELSEWHERE = /^(?:listTags|get(?:Account|Configuration|OperationResults))$/;

/** Every read once, and the status as a poll. */
export function readsOf({ planId, executionId }: Names): readonly Asked[] {
  const ofPlan = { planId, executionId, operationId: executionId, version: "1", other: "1" };
  const names: Record<string, string> = { ...ofPlan, technology: "database", operation: "clusters" };
  const asked = ROUTE_LIST.filter(
    ({ method, operation, access }) =>
      method === "GET" && !ELSEWHERE.test(operation) && !(typeof access === "string" && access.startsWith("webhook.")),
  );
  return asked.map(({ operation, method, path }) => ({
    operation,
    how: "read",
    method,
    path: `${API_BASE}${path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => names[name] ?? name)}`,
    headers: {},
  }));
}

/** The plan under another id, and other resources: whatever the drill that runs holds is not held here. */
export function apartFrom(planText: string): string {
  return planText
    .replace(/planId: "[^"]+"/, 'planId: "bench-starts"')
    .replaceAll(/aurora-prod-cluster|rds-prod-primary|i-app0\d|Z123456789|plan-app-tier-prod|pg-app-servers-prod/g, "$&9");
}

/** What changes something and may come again and again: the same plan, a drill of `startsOf` beside others that nobody has planned yet. */
export function commandsOf({ startsOf }: { readonly startsOf: string }, planText: string): readonly Asked[] {
  const document: unknown = parse(planText);
  const post = (operation: Operation, path: string, body: unknown): Asked => ({
    operation,
    how: "command",
    method: "POST",
    path: `${API_BASE}${path}`,
    headers: { "content-type": "application/json" },
    body,
  });
  return [
    post("createPlan", "/plans", document),
    post("startExecution", "/executions", { planId: startsOf, executionType: "drill", force: true }),
  ];
}
