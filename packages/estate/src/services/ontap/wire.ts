// The REST of ONTAP: paths and methods to operations, answers and errors in its own shapes. The host is the cluster.
import { awsError } from "../../aws-error.ts";
import { bodyText, type EstateRequest, type EstateResponse, headerOf } from "../../http-message.ts";
import { fsxClusterName } from "./fsx-names.ts";
import type { Protocol, WireCall } from "../../wire/wire.ts";

type Route = {
  readonly method: string;
  readonly path: RegExp;
  readonly action: string | ((body: Readonly<Record<string, unknown>>) => string);
};

const ID = "(?<id>[0-9a-f-]{36})";
const route = (method: string, path: string, action: Route["action"]): Route => ({
  method,
  path: new RegExp(`^/api${path}$`, "u"),
  action,
});

/** A PATCH of a mirror is one operation by its state. */
const byState = ({ state }: Readonly<Record<string, unknown>>): string =>
  state === "paused" ? "PauseSnapMirror" : state === "broken_off" ? "BreakSnapMirror" : "MirrorAgain";

const ROUTES: readonly Route[] = [
  route("GET", "/cluster", "GetCluster"),
  route("GET", "/cluster/nodes", "ListNodes"),
  route("GET", "/cluster/peers", "ListPeers"),
  route("GET", `/cluster/jobs/${ID}`, "GetJob"),
  route("GET", "/name-services/dns", "ListDns"),
  route("PATCH", `/name-services/dns/${ID}`, "UpdateDns"),
  route("GET", "/snapmirror/relationships", "ListSnapMirrors"),
  route("POST", "/snapmirror/relationships", "CreateSnapMirror"),
  route("GET", `/snapmirror/relationships/${ID}`, "GetSnapMirror"),
  route("PATCH", `/snapmirror/relationships/${ID}`, byState),
  route("DELETE", `/snapmirror/relationships/${ID}`, "DeleteSnapMirror"),
  route("GET", `/snapmirror/relationships/${ID}/transfers`, "ListTransfers"),
  route("POST", `/snapmirror/relationships/${ID}/transfers`, "StartTransfer"),
  route("GET", "/svm/svms", "ListSvms"),
  route("GET", `/svm/svms/${ID}`, "GetSvm"),
  route("PATCH", `/svm/svms/${ID}`, "UpdateSvm"),
  route("GET", "/storage/volumes", "ListVolumes"),
  route("POST", "/storage/volumes", "CloneVolume"),
  route("PATCH", `/storage/volumes/${ID}`, "UpdateVolume"),
  route("DELETE", `/storage/volumes/${ID}`, "DeleteVolume"),
];

const bodyOf = (request: EstateRequest): Readonly<Record<string, unknown>> => {
  const text = bodyText(request);
  if (text === "") return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw awsError("262245", "The value of the body is invalid JSON.");
  }
};

/** The cluster that a request goes to: its host, without a port. That of a file system of FSx is managed at `management.fs-….fsx.…`. */
export const clusterNameOf = (request: EstateRequest): string => {
  const host = (headerOf(request, "host") ?? "").split(":")[0] ?? "";
  return fsxClusterName(/^management\.(?<id>fs-[0-9a-f]+)\.fsx\./u.exec(host)?.groups?.["id"] ?? host);
};

const decode = (request: EstateRequest): WireCall => {
  const url = new URL(request.url, "https://ontap");
  const found = ROUTES.map((one) => ({ ...one, match: one.method === request.method ? one.path.exec(url.pathname) : null })).find(
    ({ match }) => match,
  );
  if (!found) throw awsError("3", `API not found: ${request.method} ${url.pathname}`, 404);
  const body = bodyOf(request);
  return {
    action: typeof found.action === "string" ? found.action : found.action(body),
    input: {
      path: url.pathname,
      cluster: clusterNameOf(request),
      authorization: headerOf(request, "authorization"),
      query: Object.fromEntries(url.searchParams),
      body,
      ...found.match?.groups,
    },
  };
};

const response = (status: number, body: object): EstateResponse => ({
  status,
  headers: { "content-type": "application/hal+json", "x-dr-simulated": "true" },
  body: JSON.stringify(body),
});

/** ONTAP's REST API. */
export const ontapProtocol: Protocol = {
  decode,
  encode(_action, output) {
    const { status = 200, body = {} } = output as { readonly status?: number; readonly body?: object };
    return response(status, body);
  },
  encodeError: ({ aws, message }) => response(aws.status, { error: { code: aws.code, message } }),
};
