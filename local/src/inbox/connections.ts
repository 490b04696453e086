/** Who is connected on this machine: parameters and secrets as an operator would write them, with the inbox in the place of each vendor. */

/** A parameter or a secret. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

interface Connection {
  /** Below `/dr-orchestration/receivers`. */
  readonly receiver: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secret?: { readonly vendor: string; readonly value: Readonly<Record<string, string>> };
  /** What it signs with when it calls back. */
  readonly callback?: string;
}

/** Users of the ticket systems, and who they are here. */
const APPROVERS = { "rita.change": "DRRecoveryManager/rita", "rob.change": "DRRecoveryManager/rob" };

/** By the name that `--connect` takes. */
const CONNECTIONS: Readonly<Record<string, (inbox: string) => Connection>> = {
  slack: (inbox) => ({
    receiver: "connectors/slack",
    kind: "slack",
    settings: {
      channel: "C0RECOVERY",
      apiUrl: `${inbox}/slack/api`,
      buttons: "on",
      approvers: JSON.stringify({ "T0LOCAL.U0RITA": "DRRecoveryManager/rita" }),
    },
    secret: { vendor: "slack", value: { botToken: "xoxb-local-only" } },
    callback: "slack-callback",
  }),
  teams: (inbox) => ({
    receiver: "connectors/teams",
    kind: "teams",
    settings: {},
    secret: { vendor: "teams", value: { url: `${inbox}/teams/workflow?sig=local-only` } },
  }),
  pagerduty: (inbox) => ({
    receiver: "connectors/pagerduty",
    kind: "pagerduty",
    settings: { eventsUrl: `${inbox}/pagerduty` },
    secret: { vendor: "pagerduty", value: { routingKey: "0123456789abcdef0123456789abcdef" } },
  }),
  email: (inbox) => ({
    receiver: "connectors/email",
    kind: "email",
    settings: { from: "recovery@example.com", to: "on-call@example.com", apiUrl: `${inbox}/email` },
  }),
  sns: (inbox) => ({
    receiver: "connectors/sns",
    kind: "sns",
    settings: { topicArn: "arn:aws:sns:us-east-1:000000000000:dr-events", apiUrl: `${inbox}/sns` },
  }),
  splunk: (inbox) => ({
    receiver: "audit/splunk",
    kind: "splunk",
    settings: { collectorUrl: `${inbox}/splunk`, channel: "11111111-2222-3333-4444-555555555555" },
    secret: { vendor: "splunk", value: { token: "local-only" } },
  }),
  bucket: (inbox) => ({
    receiver: "audit/bucket",
    kind: "s3",
    settings: { apiUrl: `${inbox}/bucket` },
  }),
  logs: (inbox) => ({
    receiver: "audit/logs",
    kind: "cloudwatch",
    settings: { apiUrl: `${inbox}/logs`, logGroup: "/dr-orchestration/audit", format: "ocsf" },
  }),
  datadog: (inbox) => ({
    receiver: "monitoring/datadog",
    kind: "datadog",
    settings: { apiUrl: `${inbox}/datadog` },
    secret: { vendor: "datadog", value: { apiKey: "local-only" } },
  }),
  newrelic: (inbox) => ({
    receiver: "monitoring/newrelic",
    kind: "newrelic",
    settings: { apiUrl: `${inbox}/newrelic` },
    secret: { vendor: "newrelic", value: { licenseKey: "local-only" } },
  }),
  otlp: (inbox) => ({
    receiver: "monitoring/otlp",
    kind: "otlp",
    settings: { collectorUrl: `${inbox}/otlp`, headerName: "api-key" },
    secret: { vendor: "otlp", value: { headerValue: "local-only" } },
  }),
  servicenow: (inbox) => ({
    receiver: "itsm/servicenow",
    kind: "servicenow",
    settings: { instanceUrl: `${inbox}/servicenow`, startOnApproval: "on", approvers: JSON.stringify(APPROVERS) },
    secret: { vendor: "servicenow", value: { clientId: "local", clientSecret: "local-only" } },
    callback: "servicenow-callback",
  }),
  bmc: (inbox) => ({
    receiver: "itsm/bmc",
    kind: "bmc",
    settings: { instanceUrl: `${inbox}/bmc`, approvers: JSON.stringify(APPROVERS) },
    secret: { vendor: "bmc", value: { user: "local", password: "local-only" } },
  }),
};

/** Everybody who can be connected. */
export const CONNECTABLE: readonly string[] = Object.keys(CONNECTIONS);

/** The parameters and secrets that connect these to the inbox. */
export function connectionsTo(
  inbox: string,
  names: readonly string[],
): { readonly parameters: readonly NamedValue[]; readonly secrets: readonly NamedValue[] } {
  const made = names.flatMap((name) => CONNECTIONS[name]?.(inbox) ?? []);
  return {
    parameters: made.map(({ receiver, kind, settings }) => ({
      name: `/dr-orchestration/receivers/${receiver}`,
      value: JSON.stringify({ kind, settings, ratePerSecond: 100 }),
    })),
    secrets: made.flatMap(({ secret, callback }) => [
      ...(secret ? [{ name: secret.vendor, value: JSON.stringify(secret.value) }] : []),
      ...(callback === undefined ? [] : [{ name: callback, value: JSON.stringify({ signingSecret: "local-only" }) }]),
    ]),
  };
}
