/**
 * The headers that a request needs beside its own, by the signer of aws4fetch.
 * @param {new (options: object) => { sign: () => Promise<{ headers: Headers }> }} Signer its `AwsV4Signer`
 * @param {{ method: string, url: string, headers?: Record<string, string>, body?: string }} request
 * @param {{ accessKeyId: string, secretAccessKey: string, sessionToken?: string }} keys
 * @param {{ region: string, service: string, now: Date }} scope
 */
export async function signRequest(Signer, { method, url, headers = {}, body }, keys, { region, service, now }) {
  // What a browser adds by itself (`accept` and its like) must not be signed; the type of the body must.
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() === "content-type"));
  const datetime = now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const signer = new Signer({
    method: method.toUpperCase(),
    url,
    headers: own,
    body,
    ...keys,
    region,
    service,
    datetime,
    allHeaders: true,
  });
  const signed = await signer.sign();
  return Object.fromEntries([...signed.headers].filter(([name]) => name !== "content-type"));
}
