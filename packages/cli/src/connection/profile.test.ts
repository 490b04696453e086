// Where `dr` finds the platform: flags, variables, profile, ready.json, in this order, and clear words when there is nothing.
import { expect, it } from "vitest";
import type { Terminal } from "../terminal.ts";
import type { ConnectionFlags } from "./flags.ts";
import { findPlace } from "./profile.ts";

const ready = {
  event: "ready",
  endpoint: "http://127.0.0.1:4100",
  region: "us-east-1",
  credentials: { DRSOperator: { accessKeyId: "OP", secretAccessKey: "s" }, DRSReadOnly: { accessKeyId: "RO", secretAccessKey: "s" } },
};
const configuration = {
  default: "prod",
  profiles: {
    prod: { endpoint: "https://prod.example.com", region: "eu-west-1", awsProfile: "dr" },
    sso: { endpoint: "https://c.example.com", tokenVariable: "TOKEN" },
  },
};
const files = { "ready.json": JSON.stringify(ready) };
const configured = { "/home/olga/.config/dr/config.json": JSON.stringify(configuration) };

function place(flags: ConnectionFlags, machine: { files?: Record<string, string>; variables?: Record<string, string> }) {
  const { files: present = {}, variables = {} } = machine;
  const terminal = {
    exists: (path: string) => path in present,
    readFile: (path: string) => present[path] ?? "",
    variable: (name: string) => variables[name],
  };
  return findPlace(flags, terminal as Partial<Terminal> as Terminal);
}

it("takes ready.json of this folder, as the operator or the role that is named", () => {
  expect(place({}, { files })).toEqual({
    endpoint: "http://127.0.0.1:4100",
    region: "us-east-1",
    caller: { kind: "keys", accessKeyId: "OP", secretAccessKey: "s" },
  });
  expect(place({ as: "DRSReadOnly" }, { files }).caller).toMatchObject({ accessKeyId: "RO" });
  expect(() => place({ as: "Root" }, { files })).toThrow("--as Root: expected one of DRSOperator, DRSReadOnly");
});

it("bears the token of a group where ready.json has tokens in the place of keys", () => {
  const withTokens = { "ready.json": JSON.stringify({ ...ready, tokens: { "DRS-Operator": "op", "DRS-Read-Only": "ro" } }) };
  expect(place({}, { files: withTokens }).caller).toEqual({ kind: "token", token: "op" });
  expect(place({ as: "DRS-Read-Only" }, { files: withTokens }).caller).toEqual({ kind: "token", token: "ro" });
  expect(() => place({ as: "DRSOperator" }, { files: withTokens })).toThrow("expected one of DRS-Operator, DRS-Read-Only");
});

it("never sends the local runtime's keys to another place", () => {
  expect(place({ endpoint: "https://prod.example.com" }, { files }).caller).toEqual({ kind: "chain", awsProfile: undefined });
});

it("lets a flag go before a variable, and this before the profile", () => {
  const variables = { HOME: "/home/olga", DR_ENDPOINT: "https://variable.example.com" };
  expect(place({}, { files: configured, variables: { HOME: "/home/olga" } })).toEqual({
    endpoint: "https://prod.example.com",
    region: "eu-west-1",
    caller: { kind: "chain", awsProfile: "dr" },
  });
  expect(place({}, { files: configured, variables }).endpoint).toBe("https://variable.example.com");
  expect(place({ endpoint: "https://flag.example.com" }, { files: configured, variables }).endpoint).toBe("https://flag.example.com");
});

it("takes a token from the variable that the profile names", () => {
  const variables = { HOME: "/home/olga" };
  expect(place({ profile: "sso" }, { files: configured, variables: { ...variables, TOKEN: "jwt" } }).caller).toEqual({
    kind: "token",
    token: "jwt",
  });
  expect(() => place({ profile: "sso" }, { files: configured, variables })).toThrow("expected a token in the variable TOKEN");
});

it.each([
  [{}, {}, "cli.endpoint_missing"],
  [{ profile: "prod" }, { variables: { HOME: "/home/olga" } }, "cli.profile_unknown"],
  [{ profile: "test" }, { files: configured, variables: { HOME: "/home/olga" } }, "cli.profile_unknown"],
  [{ endpoint: "api.example.com" }, {}, "cli.endpoint_invalid"],
  [{}, { variables: { DR_ENDPOINT: "ftp://api.example.com" } }, "cli.endpoint_invalid"],
  [{}, { files: { "ready.json": "{" } }, "file.unreadable"],
  [{}, { files: { "ready.json": "{}" } }, "file.invalid"],
])("refuses %j on %j with %s", (flags, machine, code) => {
  expect(() => place(flags, machine)).toThrow(expect.objectContaining({ code }));
});

it("does not quote a file of keys that it cannot read", () => {
  const broken = { "ready.json": '{"secretAccessKey": hunter2}' };
  expect(() => place({}, { files: broken })).toThrow("cannot read ready.json: it is not JSON");
});
