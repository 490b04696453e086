/// <reference path="../../.sst/platform/config.d.ts" />

/** This adapter as an app of its own, beside a platform that is deployed already. */
export default $config({
  app(input) {
    const production = input?.stage === "production";
    return {
      name: "dr-adapter-storage",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
      providers: { aws: { version: "7.20.0" } },
    };
  },
  async run() {
    const { deployAdapter } = await import("../../stacks/src/adapter-app.ts");
    const { manifest } = await import("./manifest.ts");
    return deployAdapter(manifest);
  },
});
