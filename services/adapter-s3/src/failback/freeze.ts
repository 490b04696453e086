/** A write freeze: a statement in the policy of the bucket that is written, so that nothing is written behind the last copy. */
import { parseStage, NO_DATA } from "@dr/adapter-kit";
import { awsPartition } from "@dr/runtime";
import { pairOf, regionsOf, type S3Context } from "../direction.ts";
import { effects } from "../transitions.ts";
import { fitBack, readBack, type BackFacts } from "./facts.ts";

const SID = "DrOrchestratorWriteFreeze";
const ACTIONS = ["s3:PutObject", "s3:DeleteObject", "s3:RestoreObject"];

/** The policy as it is. */
interface FreezeFacts {
  readonly pair: BackFacts | null;
  readonly written: string | null;
  readonly policy: string | null;
}

/** Frozen or not. */
interface WantedFreeze {
  readonly frozen: boolean;
}

interface Policy {
  readonly Version?: string;
  readonly Statement: readonly { readonly Sid?: string }[];
}

function parsePolicy(policy: string | null): Policy {
  if (policy === null) return { Version: "2012-10-17", Statement: [] };
  const parsed = JSON.parse(policy) as { readonly Statement?: Policy["Statement"] | Policy["Statement"][number] };
  return { ...parsed, Statement: [parsed.Statement ?? []].flat() };
}

const isFrozen = (policy: string | null): boolean => parsePolicy(policy).Statement.some(({ Sid }) => Sid === SID);

/** The policy with our statement or without it; whatever else stands in it stays. Null: nothing is left of it. */
export function withFreeze(
  policy: string | null,
  frozen: boolean,
  bucket: string,
  { except, region }: { readonly except: readonly string[]; readonly region: string },
): string | null {
  const parsed = parsePolicy(policy);
  const others = parsed.Statement.filter(({ Sid }) => Sid !== SID);
  const freeze = {
    Sid: SID,
    Effect: "Deny",
    Principal: "*",
    Action: ACTIONS,
    Resource: `arn:${awsPartition(region)}:s3:::${bucket}/*`,
    ...(except.length === 0 ? {} : { Condition: { ArnNotLike: { "aws:PrincipalArn": except } } }),
  };
  const Statement = frozen ? [...others, freeze] : others;
  return Statement.length === 0 ? null : JSON.stringify({ ...parsed, Statement });
}

/** `freeze` and `thaw` of the bucket that clients write to. Replication is not denied: it writes by an action of its own (s3:ReplicateObject). */
export function writeFreeze(frozen: boolean) {
  return effects({
    settleSeconds: 15,
    expectedSeconds: 5,
    read: async (context: S3Context, target, wanted: WantedFreeze | undefined): Promise<FreezeFacts> => {
      const { from } = await pairOf(context, parseStage(target).name, "back");
      const policy = from === null ? null : await context.clients.buckets(regionsOf(context, "back").from).policy(from);
      return { pair: wanted === undefined && frozen ? await readBack(context, target) : null, written: from, policy };
    },
    fit: ({ pair }, context) => (pair === null ? [] : fitBack(pair, context)),
    want: (_facts, { config }): WantedFreeze => ({ frozen: frozen && config.writeFreeze !== false }),
    reached: ({ policy }, wanted) => isFrozen(policy) === wanted.frozen,
    act: async ({ clients, resources, config }, _target, { before, wanted }) => {
      const port = clients.buckets(resources.destinationRegion);
      const bucket = before.written ?? "";
      // Read again: a policy is replaced whole, and somebody may have changed it since.
      const policy = await port.policy(bucket);
      return port.putPolicy(
        bucket,
        withFreeze(policy, wanted.frozen, bucket, { except: config.freezeExcept ?? [], region: resources.destinationRegion }),
      );
    },
    describe: ({ written, policy }) => `${written ?? "nobody"} is ${isFrozen(policy) ? "frozen" : "open"} for writes`,
    evidence: ({ written, policy }) => ({
      after: { bucket: written, writes: isFrozen(policy) ? "frozen" : "open" },
      rpo: NO_DATA,
    }),
    undo: ({ policy }): WantedFreeze => ({ frozen: isFrozen(policy) }),
  });
}
