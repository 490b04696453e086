/** A bucket with Object Lock: an object for each record, written once; until its time is over nobody removes or replaces it (Amazon S3, "Locking objects with Object Lock"). */
import { awsHost } from "@dr/runtime";
import { createHash } from "node:crypto";
import { judgeByStatus, type Answer, type Integration, type Verdict } from "@dr/delivery";
import type { SignRequest } from "@dr/delivery/sign-request";
import { DrError } from "@dr/events";
import { auditRecord, type AuditRecord, type ReadLog } from "./audit-record.ts";
import { knownCommit, rememberCommit } from "./known-commit.ts";
import { toOcsf } from "./ocsf.ts";

/** What it needs: the platform's own bucket. Settings: `prefix`, `format` (`ocsf`), `apiUrl`. */
export interface BucketDeps {
  readonly readLog: ReadLog;
  readonly signRequest: SignRequest;
  readonly region: string;
  readonly bucket: string | undefined;
}

/** Sorts as numbers do. */
const DIGITS = 12;

/** The integration. A record that is there already is never written again (`If-None-Match: *`), so a repetition changes nothing. The lock is the bucket's own default. */
export function bucketIntegration({ readLog, signRequest, region, bucket }: BucketDeps): Integration {
  return {
    kind: "s3",
    toRequests: async (input) => {
      const { prefix = "audit", format, apiUrl } = input.receiver.settings as Record<string, string | undefined>;
      if (bucket === undefined) throw new DrError("audit.no_bucket", "DR_AUDIT_BUCKET is not set: there is no bucket for the trail");
      const { record, commit } = await auditRecord(input, readLog, knownCommit(input));
      const body = JSON.stringify(format === "ocsf" ? toOcsf(record) : record);
      const url = `${apiUrl ?? `https://${awsHost(`${bucket}.s3`, region)}`}/${keyOf(prefix, record)}`;
      const headers = await signRequest({
        service: "s3",
        method: "PUT",
        region,
        url,
        headers: {
          "content-type": "application/json",
          "if-none-match": "*",
          // A lock takes no object without its checksum (Amazon S3 API reference, PutObject).
          "x-amz-sdk-checksum-algorithm": "SHA256",
          "x-amz-checksum-sha256": createHash("sha256").update(body).digest("base64"),
        },
        body,
      });
      return [{ id: record.id, method: "PUT", url, headers, body, memory: rememberCommit(commit) }];
    },
    judge: judgeBucket,
  };
}

/** `audit/EXEC/exec-1/000000000003.json`: the trail of a stream is a folder, in order. */
function keyOf(prefix: string, { streamId, version }: AuditRecord): string {
  const places = [prefix, ...streamId.split("#"), `${String(version).padStart(DIGITS, "0")}.json`];
  return places.map((place) => encodeURIComponent(place).replaceAll("%2F", "/")).join("/");
}

/** 412: it is there. 409: somebody else writes it at this moment (Amazon S3, "Conditional writes"). */
function judgeBucket(answer: Answer): Verdict {
  if (answer.status === 412) return { kind: "sent" };
  const code = /<Code>(\w+)<\/Code>/.exec(answer.body)?.[1];
  if (answer.status === 409) return { kind: "retry", reason: `S3: ${code ?? "conflict"}` };
  const verdict = judgeByStatus(answer);
  return verdict.kind === "sent" || code === undefined ? verdict : { ...verdict, reason: `S3: ${code}` };
}
