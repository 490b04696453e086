/** What the estate's journal says was done to DRS, in lines that tests can expect: instances that a job launched go by their server. */
import type { Effect, Estate } from "@dr/estate";

/** A launch, as the estate shows it. */
export interface Launch {
  readonly jobId: string;
  readonly sourceServerId: string;
  readonly recoveryInstanceId: string;
  /** Seconds that its job took. */
  readonly seconds: number;
}

interface ShownJob {
  readonly jobID: string;
  readonly type: string;
  readonly creationDateTime: string;
  readonly endDateTime?: string;
  readonly participatingServers: readonly { readonly sourceServerID: string; readonly recoveryInstanceID?: string }[];
}

interface ShownServer {
  readonly sourceServerID: string;
  readonly sourceProperties: { readonly identificationHints: { readonly awsInstanceID?: string } };
}

/** All launches that came to an instance, the first one first. */
export function launchesOf(estate: Estate): readonly Launch[] {
  const jobs = (estate.state().drs.jobs as readonly ShownJob[])
    .filter(({ type }) => type === "LAUNCH")
    .toSorted((a, b) => a.creationDateTime.localeCompare(b.creationDateTime));
  return jobs.flatMap(({ jobID, participatingServers, creationDateTime, endDateTime = "" }) =>
    participatingServers.flatMap(({ sourceServerID, recoveryInstanceID }) =>
      recoveryInstanceID === undefined
        ? []
        : [
            {
              jobId: jobID,
              sourceServerId: sourceServerID,
              recoveryInstanceId: recoveryInstanceID,
              seconds: (Date.parse(endDateTime) - Date.parse(creationDateTime)) / 1000,
            },
          ],
    ),
  );
}

/**
 * One line for each act: `StartRecovery s-1,s-2`, `StartRecovery s-1 as a drill`, `ReverseReplication i-…`,
 * `TerminateRecoveryInstances s-1/2` for the instance of the second launch of that server, `i-…` for one that stood before.
 */
export function effectLines(estate: Estate): readonly string[] {
  const names = instanceNames(estate);
  return applied(estate).map(({ action, resources, request }) => {
    const acted = actedOn(action, resources).map((name) => names.get(name) ?? name);
    return `${action} ${acted.join(",")}${(request as { isDrill?: boolean }).isDrill === true ? " as a drill" : ""}`;
  });
}

/** What each act was on, in every spelling; `of` says which server a thing belongs to that stood before. */
export function touchedNames(estate: Estate, of: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const serverOf = new Map([
    ...Object.entries(of),
    ...launchesOf(estate).map(({ recoveryInstanceId, sourceServerId }) => [recoveryInstanceId, sourceServerId] as const),
  ]);
  const hints = (estate.state().drs.sourceServers as readonly ShownServer[]).map(
    ({ sourceServerID, sourceProperties }) => [sourceServerID, sourceProperties.identificationHints.awsInstanceID] as const,
  );
  const awsInstanceOf = new Map(hints);
  return applied(estate).flatMap(({ action, resources }) =>
    // Each server of a batch is an act of its own.
    actedOn(action, resources).map((name) => {
      const server = serverOf.get(name) ?? name;
      return [name, server, awsInstanceOf.get(server) ?? server];
    }),
  );
}

/** A request to stop counts for none. */
const applied = (estate: Estate): readonly Effect[] =>
  estate.effects({ outcome: "applied" }).filter(({ action }) => action !== "StopFailback");

/** A batch names all of its things first, and then what else they are called. */
function actedOn(action: string, resources: readonly string[]): readonly string[] {
  if (action === "StartRecovery") return resources.filter((name) => name.startsWith("s-"));
  return action === "TerminateRecoveryInstances" ? resources : resources.slice(0, 1);
}

function instanceNames(estate: Estate): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    launchesOf(estate).map(({ sourceServerId, recoveryInstanceId }) => {
      const count = (counts.get(sourceServerId) ?? 0) + 1;
      counts.set(sourceServerId, count);
      return [recoveryInstanceId, `${sourceServerId}/${count}`];
    }),
  );
}
