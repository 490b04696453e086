/** Everybody who is stood in for, by the first part of the path. */
import type { Vendor } from "../vendor.ts";
import { email, sns } from "./aws.ts";
import { pagerduty } from "./pagerduty.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";
import { webhook } from "./webhook.ts";

/** By name. */
export const vendors: Readonly<Record<string, Vendor>> = { slack, teams, pagerduty, email, sns, webhook };
