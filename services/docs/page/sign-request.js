/**
 * AWS Signature Version 4 in a browser (IAM User Guide, "Create a signed AWS API request"): the headers that a request needs beside its own.
 * @param {{ method: string, url: string, headers?: Record<string, string>, body?: string }} request
 * @param {{ accessKeyId: string, secretAccessKey: string, sessionToken?: string }} keys
 * @param {{ region: string, service: string, now: Date }} scope
 */
export async function signRequest(request, keys, { region, service, now }) {
  const url = new URL(request.url);
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const day = time.slice(0, 8);
  const own = Object.entries(request.headers ?? {}).filter(([name]) => name.toLowerCase() === "content-type");
  const token = keys.sessionToken ? { "x-amz-security-token": keys.sessionToken } : {};
  const signed = Object.entries({ ...Object.fromEntries(own), host: url.host, "x-amz-date": time, ...token })
    .map(([name, value]) => [name.toLowerCase(), value.trim()])
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const query = [...url.searchParams]
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .toSorted()
    .join("&");
  // Every service but S3 escapes a path that is escaped already.
  const path = url.pathname.split("/").map(escape).join("/");
  const head = signed.map(([name, value]) => `${name}:${value}\n`).join("");
  const canonical = [request.method.toUpperCase(), path, query, head, names, await hash(request.body ?? "")].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", time, scope, await hash(canonical)].join("\n");
  let key = new TextEncoder().encode(`AWS4${keys.secretAccessKey}`);
  for (const part of [day, region, service, "aws4_request", text]) key = await hmac(key, part);
  const authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${hex(key)}`;
  return { "x-amz-date": time, ...token, authorization };
}

const escape = (text) => encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const hash = async (text) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));

async function hmac(key, text) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(text)));
}
