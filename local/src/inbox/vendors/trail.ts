/** A bucket that is written once, and CloudWatch Logs, as far as an audit trail needs them (Amazon S3, "Conditional writes"; CloudWatch Logs API reference). */
import * as z from "zod";
import { jsonOf, type Vendor } from "../vendor.ts";

const XML = { "content-type": "application/xml" };
const failed = (status: number, code: string) => ({ status, headers: XML, body: `<Error><Code>${code}</Code></Error>` });

/** The bucket. What is there is not written over. */
export function trailBucket(): Vendor {
  const kept = new Set<string>();
  return ({ method, path, headers, body }, inbox) => {
    if (method !== "PUT" || headers["x-amz-checksum-sha256"] === undefined) return failed(400, "InvalidRequest");
    if (kept.has(path) && headers["if-none-match"] === "*") return failed(412, "PreconditionFailed");
    kept.add(path);
    inbox.add({ channel: "bucket", kind: "object", title: path, text: "", raw: jsonOf(body) });
    return { status: 200, body: "" };
  };
}

const putSchema = z.object({
  logGroupName: z.string().min(1),
  logStreamName: z.string().min(1),
  logEvents: z.array(z.object({ timestamp: z.number(), message: z.string().min(1) })).min(1),
});

/** The logs. A stream has to be made before it takes anything; groups are there. */
export function logStreams(): Vendor {
  const streams = new Set<string>();
  return ({ headers, body }, inbox) => {
    const error = (type: string) => ({ status: 400, body: { __type: type } });
    const place = z.object({ logGroupName: z.string(), logStreamName: z.string() }).safeParse(jsonOf(body));
    if (!place.success) return error("InvalidParameterException");
    const name = `${place.data.logGroupName}:${place.data.logStreamName}`;
    if ((headers["x-amz-target"] ?? "").endsWith(".CreateLogStream")) {
      if (streams.has(name)) return error("ResourceAlreadyExistsException");
      streams.add(name);
      return { status: 200, body: "" };
    }
    if (!streams.has(name)) return error("ResourceNotFoundException");
    const put = putSchema.safeParse(jsonOf(body));
    if (!put.success) return error("InvalidParameterException");
    for (const { message } of put.data.logEvents)
      inbox.add({ channel: "logs", kind: "log event", title: name, text: "", raw: jsonOf(message) });
    return { status: 200, body: {} };
  };
}
