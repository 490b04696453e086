/** Where the ring is deployed: a server, and the endpoint under which its functions find everything, which may be a proxy's. */

/** The account that MiniStack has for everybody without twelve digits for a key. */
export const ACCOUNT = "000000000000";
/** Its Region. */
export const REGION = "us-east-1";
/** The bus. */
export const BUS = "dr-orchestration";

/** A server to deploy to. */
export interface Place {
  readonly endpoint: string;
  /** What functions call. */
  readonly outward: string;
}

/** How clients of the deployment are made. */
export const clientConfig = ({ endpoint }: Place) => ({
  endpoint,
  region: REGION,
  credentials: { accessKeyId: "deployer", secretAccessKey: "not-checked" },
  maxAttempts: 2,
});

/** A call of a service whose SDK client is not among ours, in the form of its REST API. */
export async function rest<Answer>(
  { endpoint }: Place,
  { service, method, path, body }: { readonly service: string; readonly method: string; readonly path: string; readonly body: object },
): Promise<Answer> {
  const answer = await fetch(`${endpoint}${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      authorization: `AWS4-HMAC-SHA256 Credential=deployer/20261123/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service} ${method} ${path}: ${answer.status} ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as Answer;
}
