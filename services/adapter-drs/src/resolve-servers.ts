/** Finds the source servers that a plan means, by their own id or by the EC2 instance that they replicate. */
import type { Preparation } from "@dr/adapter-kit";
import type { DrsPort, SourceServerFacts } from "./drs-client.ts";
import { refusal } from "./failures.ts";

/** A server with the name under which the plan asked for it. */
export interface ResolvedServer {
  readonly asked: string;
  readonly facts: SourceServerFacts;
}

type Failed = Extract<Preparation<never>, { state: "failed" }>;

/** All servers, each once, or a failure that names every one that is missing (`drs.server_not_found`) or not unique (`drs.server_ambiguous`). */
export async function resolveServers(
  drs: DrsPort,
  asked: readonly string[],
): Promise<{ readonly servers: readonly ResolvedServer[] } | Failed> {
  // EC2 ids cannot be filtered for: they stand in what the agent reported about its source.
  const known = await drs.describeSourceServers(asked.every(isSourceServerId) ? asked : undefined);
  const matches = asked.map((name) => ({
    asked: name,
    found: known.filter(({ sourceServerId, awsInstanceId }) => (isSourceServerId(name) ? sourceServerId : awsInstanceId) === name),
  }));
  const missing = matches.filter(({ found }) => found.length === 0).map(({ asked: name }) => name);
  if (missing.length > 0) {
    return { state: "failed", failure: refusal("drs.server_not_found", `DRS replicates no ${missing.join(", ")}`, { missing }) };
  }
  const ambiguous = matches.filter(({ found }) => found.length > 1);
  if (ambiguous.length > 0) {
    const candidates = Object.fromEntries(
      ambiguous.map(({ asked: name, found }) => [name, found.map(({ sourceServerId }) => sourceServerId)]),
    );
    const message = `name the source server: ${ambiguous.map(({ asked: name }) => name).join(", ")} has several`;
    return { state: "failed", failure: refusal("drs.server_ambiguous", message, { candidates }) };
  }
  const servers = new Map(
    matches.flatMap(({ asked: name, found }) => found.map((facts) => [facts.sourceServerId, { asked: name, facts }] as const)),
  );
  return { servers: [...servers.values()] };
}

function isSourceServerId(name: string): boolean {
  return name.startsWith("s-");
}
