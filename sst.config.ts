/// <reference path="./.sst/platform/config.d.ts" />

/** The whole system as one SST app. Each adapter can be deployed alone instead, from its own folder. */
export default $config({
  app(input) {
    const production = input?.stage === "production";
    return {
      name: "dr-orchestrator",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
      providers: { aws: { version: "7.20.0" } },
    };
  },
  async run() {
    const { deployWhole } = await import("./stacks/src/whole.ts");
    return deployWhole();
  },
});
