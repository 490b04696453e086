/** The dashboard. */
import type { ServiceManifest } from "@dr/runtime";
import type { Account } from "../model/arns.ts";
import { dashboardBody } from "../model/dashboard.ts";

/** Creates one dashboard for all services, also those of adapters that have apps of their own: every name is known. Two Regions have one each. */
export function createDashboard(services: readonly ServiceManifest[], apiId: $util.Output<string>, account: Account): void {
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: `dr-orchestrator-${account.region}`,
    dashboardBody: apiId.apply((id) => dashboardBody({ ...account, services, apiId: id })),
  });
}
