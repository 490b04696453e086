/** Large answers travel compressed: Lambda gives back at most 6 MB. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { DrError } from "@dr/events";
import type { HttpResponse } from "@dr/runtime";

const compress = promisify(gzip);

/** Below this, compressing costs more time than it saves. */
const MIN_BYTES = 500_000;
/** Lambda's limit for a synchronous answer (Lambda quotas), less what is around the body. */
const MAX_BYTES = 6_000_000;

/** The response as it can travel. Throws `http.response_too_large` when it cannot, telling the client what would help. */
export async function compressLarge(response: HttpResponse, acceptEncoding: string | undefined): Promise<HttpResponse> {
  const text = typeof response.body === "string" ? response.body : JSON.stringify(response.body);
  const bytes = text === undefined ? 0 : Buffer.byteLength(text);
  if (bytes < MIN_BYTES) return response;
  if (/\bgzip\b/i.test(acceptEncoding ?? "")) {
    const body = (await compress(text)).toString("base64");
    const headers = { "content-type": "application/json", ...response.headers, "content-encoding": "gzip", vary: "accept-encoding" };
    if (body.length <= MAX_BYTES) return { status: response.status, headers, body, isBase64Encoded: true };
  } else if (bytes <= MAX_BYTES) return response;
  throw new DrError("http.response_too_large", `the answer has ${bytes} bytes: send Accept-Encoding: gzip, or ask for less at a time`);
}
