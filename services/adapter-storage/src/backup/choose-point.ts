/** Which recovery point counts: the newest that is whole, was not found infected, and is older than the compromise. */
import { block, warn, type Finding, type TaskContext } from "@dr/adapter-kit";
import type { BackupPort, PointFacts, Scan } from "../api/backup-client.ts";
import { secondsBetween } from "../seconds-between.ts";
import type { StorageClients } from "../storage-client.ts";
import { regionOf, type BackupConfig, type BackupResources } from "./input.ts";

/** The context of all stages. */
export type BackupContext = TaskContext<StorageClients, BackupResources, BackupConfig>;

/** A point that counts, with what is known of it. */
export interface ChosenPoint extends PointFacts {
  readonly scan: Scan;
  readonly type: string;
  readonly ageSeconds: number;
}

/** The point, or why there is none; and which newer ones were passed over, and why. */
export interface Choice {
  readonly point: ChosenPoint | null;
  readonly passedOver: readonly string[];
  readonly findings: readonly Finding[];
}

const RESTORABLE = ["COMPLETED", "AVAILABLE"];

/** Backup where the task looks. */
export const portOf = ({ clients, config }: BackupContext): BackupPort => clients.backup(config.region);

/** Looks from the newest back, and asks for the scans of as many as it takes. */
export async function choosePoint(context: BackupContext, resource: string): Promise<Choice> {
  const { config, clients, now } = context;
  const here = clients.place(config.region).region;
  const named = config.recoveryPoint;
  if (named !== undefined && regionOf(named) !== here) {
    const message = `${named} is in ${regionOf(named)}, not in ${here}: copy it (backup_copy), or set config.region`;
    return none(block("storage.other_region", message, { recoveryPoint: named, region: here }));
  }
  const all = await portOf(context).points(resource);
  const points = named === undefined ? all : all.filter(({ arn }) => arn === named);
  if (points.length === 0) {
    const what = named === undefined ? "a recovery point" : named;
    return none(
      block("storage.no_recovery_point", `${resource} has no such backup in ${here}: ${what} is not there`, { resource, region: here }),
    );
  }
  const passedOver: string[] = [];
  for (const point of points) {
    const told = refusedUnasked(point, config) ?? (await scanned(context, point));
    if (typeof told !== "string") return found({ ...told, ageSeconds: secondsBetween(point.createdAt, now) }, passedOver, config);
    passedOver.push(`${point.arn} of ${point.createdAt}: ${told}`);
  }
  return none(
    block("storage.no_clean_point", `${resource} has no recovery point that may be used: ${passedOver.join("; ")}`, { resource }),
  );
}

/** Why a point is no good, without asking for its scans. */
function refusedUnasked({ status, createdAt }: PointFacts, { compromisedAt }: BackupConfig): string | undefined {
  if (!RESTORABLE.includes(status)) return `it is ${status}`;
  if (compromisedAt !== undefined && Date.parse(createdAt) >= Date.parse(compromisedAt))
    return `not older than the compromise at ${compromisedAt}`;
  return undefined;
}

async function scanned(context: BackupContext, point: PointFacts): Promise<string | Omit<ChosenPoint, "ageSeconds">> {
  const { scan, type } = await portOf(context).scan(point);
  if (scan === "infected") return "a scan found something in it";
  if (scan === "unknown") return "its scan has no known end";
  if (scan === "none" && context.config.requireScan === true) return "nobody scanned it (requireScan)";
  return { ...point, scan, type };
}

function found(point: ChosenPoint, passedOver: readonly string[], { recoveryPointAgeThreshold: limitSeconds }: BackupConfig): Choice {
  if (limitSeconds === undefined || point.ageSeconds <= limitSeconds) return { point, passedOver, findings: [] };
  const message = `${point.arn} is ${point.ageSeconds} s old, more than ${limitSeconds} s (recoveryPointAgeThreshold)`;
  return { point, passedOver, findings: [block("storage.point_too_old", message, { ageSeconds: point.ageSeconds, limitSeconds })] };
}

const none = (finding: Finding): Choice => ({ point: null, passedOver: [], findings: [finding] });

/** What stands against the point, and what should be said about it. */
export function findingsOf({ point, passedOver, findings }: Choice): readonly Finding[] {
  if (point === null) return findings;
  return [
    ...findings,
    ...passedOver.map((one) => warn("storage.passed_over", `passed over: ${one}`)),
    ...(point.scan === "none" ? [warn("storage.not_scanned", `nobody scanned ${point.arn}`)] : []),
  ];
}
