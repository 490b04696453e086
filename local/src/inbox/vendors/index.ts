/** Everybody who is stood in for, by the first part of the path. */
import type { Tickets } from "../tickets.ts";
import type { Vendor } from "../vendor.ts";
import { email, sns } from "./aws.ts";
import { bmc } from "./bmc.ts";
import { datadog, newrelic, otlp } from "./monitoring.ts";
import { pagerduty } from "./pagerduty.ts";
import { serviceNow } from "./servicenow.ts";
import { splunk } from "./splunk.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";
import { logStreams, trailBucket } from "./trail.ts";
import { webhook } from "./webhook.ts";

/** By name. */
export function createVendors(tickets: Tickets): Readonly<Record<string, Vendor>> {
  return {
    slack,
    teams,
    pagerduty,
    email,
    sns,
    webhook,
    servicenow: serviceNow(tickets),
    bmc: bmc(tickets),
    splunk,
    bucket: trailBucket(),
    logs: logStreams(),
    datadog,
    newrelic,
    otlp,
  };
}
