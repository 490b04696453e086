// The REST API of the solution: a method and a path, an ID token, JSON both ways.
import { awsError } from "../../aws-error.ts";
import { bodyText, type EstateRequest, type EstateResponse, headerOf } from "../../http-message.ts";
import type { Protocol } from "../../wire/wire.ts";

/** The host by which requests are known to be for the solution. */
export const SOLUTION_HOST = "drs-solution.simulated";
/** The stage that stands in its addresses: whoever sees one knows what it is. */
export const STAGE = "/simulated";

const decode = (request: EstateRequest): { readonly action: string; readonly input: object } => {
  const { pathname } = new URL(request.url, `http://${SOLUTION_HOST}`);
  const path = pathname.startsWith(`${STAGE}/`) ? pathname.slice(STAGE.length) : pathname;
  const token = /^Bearer (?<token>\S+)$/u.exec(headerOf(request, "authorization") ?? "")?.groups?.["token"] ?? "";
  if (request.method === "GET") return { action: "Read", input: { path, token } };
  if (request.method !== "POST") throw awsError("INVALID_OPERATION", `${request.method} ${path} is not simulated`, 405);
  return { action: path === "/executions" ? "StartExecution" : "ChangeExecution", input: { path, token, body: bodyOf(request) } };
};

const bodyOf = (request: EstateRequest): unknown => {
  try {
    return JSON.parse(bodyText(request) || "{}") as unknown;
  } catch {
    throw awsError("INVALID_FORMAT", "the body is no JSON");
  }
};

const response = (status: number, body: object): EstateResponse => ({
  status,
  headers: { "content-type": "application/json", "x-dr-simulated": "true" },
  body: JSON.stringify(body),
});

/** As API Gateway answers for the solution's functions. */
export const solutionProtocol: Protocol = {
  decode,
  encode(_action, output) {
    const { status = 200, body = {} } = output as { readonly status?: number; readonly body?: object };
    return response(status, body);
  },
  // What API Gateway refuses by itself has no code.
  encodeError: ({ aws, message }) => response(aws.status, aws.status === 401 ? { message } : { error: aws.code, message }),
};
