/** Every service of the product: one line each, in alphabetical order. Read through index.ts by stacks, local, bench and e2e. */
export { manifest as adapterApp } from "./adapter-app/manifest.ts";
export { manifest as adapterDatabase } from "./adapter-database/manifest.ts";
export { manifest as adapterDrs } from "./adapter-drs/manifest.ts";
export { manifest as adapterInfra } from "./adapter-infra/manifest.ts";
export { manifest as adapterManual } from "./adapter-manual/manifest.ts";
export { manifest as adapterNetappOntap } from "./adapter-netapp-ontap/manifest.ts";
export { manifest as adapterS3 } from "./adapter-s3/manifest.ts";
export { manifest as adapterSqlAlwaysOn } from "./adapter-sql-always-on/manifest.ts";
export { manifest as api } from "./api/manifest.ts";
export { manifest as audit } from "./audit/manifest.ts";
export { manifest as connectors } from "./connectors/manifest.ts";
export { manifest as itsm } from "./itsm/manifest.ts";
export { manifest as monitoring } from "./monitoring/manifest.ts";
export { manifest as planner } from "./planner/manifest.ts";
export { manifest as publisher } from "./publisher/manifest.ts";
export { manifest as trigger } from "./trigger/manifest.ts";
export { manifest as webhooks } from "./webhooks/manifest.ts";
