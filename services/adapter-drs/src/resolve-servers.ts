/** Finds the source servers that a plan means, by their own id or ARN, or by the EC2 instance that they replicate. */
import { block, type Finding } from "@dr/adapter-kit";
import { parseArn } from "@dr/events";
import type { DrsPort, SourceServerFacts } from "./drs-client.ts";
import { idOf } from "./input.ts";

/** Each name with its server, or with what stands against it: `drs.server_not_found`, `drs.server_ambiguous` or `drs.server_twice`. */
export async function resolveServers(drs: DrsPort, asked: readonly string[]): Promise<ReadonlyMap<string, SourceServerFacts | Finding>> {
  // EC2 ids cannot be filtered for: they stand in what the agent reported about its source.
  const ids = asked.map(idOf);
  const known = await drs.describeSourceServers(ids.every(isSourceServerId) ? [...new Set(ids)] : undefined);
  const taken = new Map<string, string>();
  return new Map(
    asked.map((name): readonly [string, SourceServerFacts | Finding] => {
      const id = idOf(name);
      const found = known.filter(({ sourceServerId, awsInstanceId }) => (isSourceServerId(id) ? sourceServerId : awsInstanceId) === id);
      const [only] = found;
      if (!only) return [name, block("drs.server_not_found", `DRS replicates no ${name}${elsewhere(name)}`)];
      const candidates = found.map(({ sourceServerId }) => sourceServerId);
      if (candidates.length > 1)
        return [name, block("drs.server_ambiguous", `${name} has several source servers: name the one that is meant`, { candidates })];
      const other = taken.get(only.sourceServerId);
      if (other !== undefined) return [name, block("drs.server_twice", `${name} and ${other} are the same server ${only.sourceServerId}`)];
      taken.set(only.sourceServerId, name);
      return [name, only];
    }),
  );
}

/** Where the ARN of a source server says that DRS has it: the task's own Region counts, and may be another. */
function elsewhere(name: string): string {
  const { service, region } = parseArn(name) ?? {};
  return service === "drs" ? ` where this task looks: its ARN says ${region}, so say config.region: ${region}` : "";
}

function isSourceServerId(name: string): boolean {
  return name.startsWith("s-");
}
