/** The infrastructure adapter under the kit's conformance suite. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { infraAdapter } from "../src/adapter.ts";
import type { RecordSet } from "../src/clients/route53-client.ts";
import { createDnsWorld } from "./dns-world.ts";
import { SAMPLED } from "./estate-world.ts";

const app: RecordSet = { Name: "app.example.com.", Type: "CNAME", TTL: 60, ResourceRecords: [{ Value: "old-lb.example.com" }] };
const api: RecordSet = { Name: "api.example.org.", Type: "A", TTL: 30, ResourceRecords: [{ Value: "192.0.2.1" }] };

adapterConformance({
  adapter: infraAdapter,
  mutations: ["changeRecordSets"],
  invalidResources: { route53Records: [{ hostedZoneId: "Z1", recordName: "app.example.com" }] },
  scenarios: [
    {
      name: "two zones in one task, one record of them new",
      operation: "dns_update",
      resources: {
        route53Records: [
          { hostedZoneId: "Z1", recordName: "App.Example.com", newValue: "new-lb.example.com" },
          { hostedZoneId: "/hostedzone/Z2", recordName: "www.example.org", newValue: "192.0.2.9" },
        ],
      },
      createWorld: (clock) => createDnsWorld({ Z1: [app], Z2: [api] }, clock),
      effects: ["Z1 UPSERT app.example.com. CNAME new-lb.example.com", "Z2 UPSERT www.example.org. A 192.0.2.9"],
      rollbackEffects: ["Z1 UPSERT app.example.com. CNAME old-lb.example.com", "Z2 DELETE www.example.org. A 192.0.2.9"],
      takesAtLeastSeconds: 30,
      sampled: SAMPLED,
    },
  ],
});
