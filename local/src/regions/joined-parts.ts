/** What a Region that joined shares with the one that was there: reached over relays, and run by itself as soon as the other is gone. */
import { setTimeout as sleep } from "node:timers/promises";
import { startSharedParts, type SharedParts, type SharedPartsDeps } from "../cloud/shared-parts.ts";
import { claimFolder, readOwner, type Claim, type FolderOwner } from "../data-folder/claim.ts";
import { followRecords } from "./record-feed.ts";
import { startRelay } from "./relay.ts";

const LOOK_EVERY_MS = 200;

/** Who runs the tables and the estate of a folder. */
interface Host {
  readonly pid: number;
  readonly aws: NonNullable<FolderOwner["aws"]>;
}

/** Joins whoever runs the data folder. Throws when nobody does. */
export async function joinSharedParts(deps: SharedPartsDeps): Promise<SharedParts> {
  const { options, awsEndpoint, onRecord, log } = deps;
  const host = readHost(options.data);
  if (host === undefined)
    throw new Error(`--data ${options.data}: nobody runs it who could be joined; start the first runtime without --join`);
  const [dynamodb, estate] = [await startRelay(host.aws.dynamodb), await startRelay(host.aws.estate)];
  const joined: { own?: { readonly parts: SharedParts; readonly claim: Claim }; unfollow?: () => void; over: boolean } = {
    over: false,
  };

  const follow = ({ pid, aws }: Host): void => {
    dynamodb.pointTo(aws.dynamodb);
    estate.pointTo(aws.estate);
    joined.unfollow = followRecords(aws.dynamodb, onRecord, () => {
      if (joined.over) return;
      log("warn", `process ${pid}, which ran the tables, is gone`);
      void findHost(pid).catch((error: unknown) => deps.onLost(error instanceof Error ? error.message : String(error)));
    });
  };
  /** Somebody else may be quicker; then that one is followed. */
  const findHost = async (gone: number): Promise<void> => {
    while (!joined.over) {
      const claim = claimIfFree(options.data);
      if (claim !== undefined) return await becomeHost(claim);
      const next = readHost(options.data);
      if (next !== undefined && next.pid !== gone) return follow(next);
      await sleep(LOOK_EVERY_MS);
    }
  };
  const becomeHost = async (claim: Claim): Promise<void> => {
    const parts = await startSharedParts(deps);
    joined.own = { parts, claim };
    dynamodb.pointTo(parts.dynamodb);
    estate.pointTo(parts.estate);
    claim.announce({ aws: { dynamodb: parts.dynamodb, estate: parts.estate } });
    log("info", "this process runs the tables and the estate from now on");
  };

  follow(host);
  return {
    dynamodb: dynamodb.endpoint,
    target: awsEndpoint ?? estate.endpoint,
    estate: estate.endpoint,
    estateLabel: awsEndpoint === undefined ? "simulated" : `emulated at ${awsEndpoint}`,
    stop: async () => {
      joined.over = true;
      joined.unfollow?.();
      await Promise.all([dynamodb.stop(), estate.stop()]);
      await joined.own?.parts.stop();
      joined.own?.claim.release();
    },
  };
}

function readHost(data: string): Host | undefined {
  const owner = readOwner(data);
  return owner?.aws === undefined ? undefined : { pid: owner.pid, aws: owner.aws };
}

function claimIfFree(data: string): Claim | undefined {
  try {
    return claimFolder(data);
  } catch {
    return undefined; // Somebody has it.
  }
}
