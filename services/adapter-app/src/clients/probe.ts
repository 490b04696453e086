/** Looks at an endpoint once, over HTTP(S) or TCP, from where the function runs. Never follows a redirect, never reaches what only the function itself may. */
import { lookup } from "node:dns/promises";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, connect, isIP } from "node:net";

/** One look. `passed` is a connection, and of HTTP the wanted status and text. */
export interface ProbeAnswer {
  readonly passed: boolean;
  readonly message: string;
}

/** What is looked for. */
export interface ProbeRequest {
  /** `http://…`, `https://…` or `tcp://host:port`. */
  readonly endpoint: string;
  readonly timeoutMs: number;
  /** Statuses that count as healthy. */
  readonly statuses: readonly number[];
  /** Text that the body must contain. */
  readonly bodyContains?: string | undefined;
}

/** Probes; never throws. */
export interface ProbePort {
  readonly probe: (request: ProbeRequest) => Promise<ProbeAnswer>;
  /** Whether the endpoint itself names an address that may not be probed: no waiting makes that right. What a name leads to is known when it is looked at. */
  readonly isForbidden: (endpoint: string) => Promise<boolean>;
}

/** Addresses that no plan may reach: this host, link-local with the metadata services, and nothing at all (RFC 6890; EC2 and ECS metadata). */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet("0.0.0.0", 8);
FORBIDDEN.addSubnet("127.0.0.0", 8);
FORBIDDEN.addSubnet("169.254.0.0", 16);
FORBIDDEN.addAddress("::", "ipv6");
FORBIDDEN.addAddress("::1", "ipv6");
FORBIDDEN.addSubnet("fe80::", 10, "ipv6");
FORBIDDEN.addAddress("fd00:ec2::254", "ipv6");

/** Whether an address may be probed. */
export function isAllowedAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !FORBIDDEN.check(address, family === 6 ? "ipv6" : "ipv4");
}

const MOST_BYTES = 65_536;

/** The real probe. `resolve` gives the addresses of a name; `allowed` are hosts that may be probed wherever they lie. */
export function createProbe(
  resolve: (host: string) => Promise<readonly string[]> = resolveAll,
  allowed: ReadonlySet<string> = new Set(),
): ProbePort {
  return {
    isForbidden: (endpoint) => {
      const host = hostOf(endpoint);
      return Promise.resolve(isIP(host) !== 0 && !allowed.has(host) && !isAllowedAddress(host));
    },
    probe: async (request) => {
      try {
        const url = new URL(request.endpoint);
        const host = hostOf(request.endpoint);
        const addresses = isIP(host) === 0 ? await resolve(host) : [host];
        const address = addresses.find((one) => allowed.has(host) || isAllowedAddress(one));
        // Every address must be allowed: a name that also leads elsewhere is not trusted in part.
        if (address === undefined || !(allowed.has(host) || addresses.every(isAllowedAddress)))
          return { passed: false, message: `${request.endpoint}: its address may not be probed` };
        return await (url.protocol === "tcp:" ? probeTcp(request, url, address) : probeHttp(request, url, address));
      } catch (error) {
        return { passed: false, message: `${request.endpoint}: ${error instanceof Error ? error.message : "cannot be looked at"}` };
      }
    },
  };
}

/** Host of an endpoint, an address without its brackets and in its usual spelling; empty for what is none. */
function hostOf(endpoint: string): string {
  // Only the web's schemes have their addresses read: `tcp://0x7f000001` is 127.0.0.1, too.
  const url = URL.canParse(endpoint) ? new URL(endpoint.replace(/^tcp:/, "http:")) : undefined;
  return url?.hostname.replace(/^\[(.*)\]$/, "$1") ?? "";
}

async function resolveAll(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function probeTcp({ endpoint, timeoutMs }: ProbeRequest, { port }: URL, address: string): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: Number(port), timeout: timeoutMs });
    const end = (passed: boolean, message: string): void => {
      socket.destroy();
      resolve({ passed, message: `${endpoint}: ${message}` });
    };
    socket.once("connect", () => end(true, "accepts connections"));
    socket.once("timeout", () => end(false, `no connection within ${timeoutMs} ms`));
    socket.once("error", ({ message }) => end(false, message));
  });
}

/** Connects to the address that was checked, whatever the name means by then. */
function probeHttp({ endpoint, timeoutMs, statuses, bodyContains }: ProbeRequest, url: URL, address: string): Promise<ProbeAnswer> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const end = (passed: boolean, message: string): void => {
      resolve({ passed, message: `${endpoint}: ${message}` });
      sent.destroy();
    };
    const family = isIP(address);
    const sent = send(url, {
      method: "GET",
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      lookup: (_host, options, done) => (options.all ? done(null, [{ address, family }]) : done(null, address, family)),
    });
    sent.once("error", ({ message }) => end(false, message));
    sent.once("response", (response) => {
      const status = response.statusCode ?? 0;
      if (!statuses.includes(status)) return end(false, `status ${status}`);
      if (bodyContains === undefined) return end(true, `status ${status}`);
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.includes(bodyContains)) end(true, `status ${status}, with the text`);
        else if (text.length > MOST_BYTES) end(false, "the text is not in the body");
      });
      response.once("end", () => end(text.includes(bodyContains), "the text is not in the body"));
    });
    sent.end();
  });
}
